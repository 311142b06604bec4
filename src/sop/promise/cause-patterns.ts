/** English words that name a cause or an approach. All patterns expect lower case and straight apostrophes. */

const oneOf = (...parts: readonly string[]) => `(?:${parts.join('|')})`;
/** Up to so many words, without leaving the clause. */
const upTo = (words: number) => `(?:[\\w'/-]+ ){0,${words}}?`;

/** What breaks; nobody says these words of anything else. */
const fault = oneOf(
  'bugs?|defects?|faults?|glitch(?:es)?|regressions?|outages?|crash(?:es)?|race conditions?|time-?outs?',
  'misconfigur\\w+|corrupt(?:ed|ion)|overload(?:ed)?|expired|(?:memory|connection) leaks?',
  '\\w+ failures?|failure of|wrong (?:setting|configuration|permission)s?|(?:human|operator) error',
);
/** What a thing can lie at, after "because". */
const origin = oneOf(
  fault,
  'configuration|permissions?|certificates?|tokens?|cache|deployments?|releases?|migrations?|maintenance|backups?',
  'index(?:es)?|servers?|databases?|network|disks?|memory|dns|firewall|(?:recent|last|latest|new) (?:change|update)s?',
);

const ours = '(?:our|the|one of our|a recent|the last|the latest)';

export const causePatterns = [
  '(?:caused|triggered|provoked|brought about|introduced) by',
  '(?:because of|owing to|as a result of|results? from|resulted from|resulting from|stems? from|stemmed from)',
  '(?:traced (?:it |this )?(?:back )?to|came about through|goes back to (?:an?|the|our))',
  // With a verb it is a time: "an answer is due to reach you".
  'due to(?! (?:be|hear|get|reach|respond|reply|arrive|you)\\b)',
  `because ${upTo(7)}${origin}`,
  '(?:cause|culprit)(?: (?:of|for|behind) (?:this|that|it|(?:the|your) \\w+))? (?:is|was|seems|appears|lies|turn(?:s|ed) out|has been)(?! (?:not|still|yet|being|unknown|unclear|open|to be)\\b)',
  '(?:found|identified|located|pinpointed|discovered|determined)(?: out)? (?:the|its|your|what|an?) (?:[\\w-]+ )?(?:cause[sd]?|culprit|reason|problem|issue|error|bug|defect|fault)',
  'know (?:now )?(?:the (?:root )?cause|what (?:has )?caus)',
  `(?:there(?:'s| is| was| has been| were| are)|it(?:'s| is| was)|this (?:is|was)|(?:we|they) (?:have )?(?:found|see|saw|suspect|identified|discovered|think|believe|assume)|looks like|seems to be|appears to be|points to|turned out to be) ${upTo(5)}${fault}`,
  `(?:bug|defect|fault|error|failure|mistake|regression|misconfiguration) (?:in|of|on|with) ${ours} [\\w'/-]+`,
].map(compiled);

/** Repairs that mean nothing else, in every form. */
const repair = oneOf(
  're-?start(?:s|ed|ing)?|re-?boot(?:s|ed|ing)?|re-?build(?:s|ing)?|rebuilt|re-?deploy(?:s|ed|ing|ment)?',
  'roll(?:s|ed|ing)?(?: (?:it|this|that|them|(?:the|our|your|last|latest) [\\w-]+(?: [\\w-]+)?))? back|roll-?backs?|fail(?:ing|ed)? over',
  // "Revert to you" is an answer in some parts of the world.
  'revert(?:s|ed|ing)?(?! (?:back )?to you\\b)',
  're-?index(?:es|ed|ing)?|re-?sync(?:s|ed|ing|hroni[sz]\\w*)?|re-?configur(?:e|es|ed|ing)|re-?provision(?:s|ed|ing)?',
  'purg(?:e|es|ed|ing)|flush(?:es|ed|ing)?|hot-?fix(?:es)?|patch(?:es|ed|ing)?|work-?arounds?',
  '(?:standard|extended) fix(?:es)?|(?:sf|ef)-\\d+',
);
/** What the customer did is no approach of ours. */
const notYours = "(?<!\\byou )(?<!\\byou (?:have|had|already) )(?<!\\byou've )";

/** Words that are a repair where we say that we do them. */
const handling = oneOf(
  'reset(?:ting)?|replac(?:e|ed|ing)|remov(?:e|ed|ing)|delet(?:e|ed|ing)|renew(?:ed|ing)?|repair(?:ed|ing)?',
  'clear(?:ed|ing)?(?! (?:(?:this|it|that|things|everything) )?up\\b)|revok(?:e|ed|ing)|rotat(?:e|ed|ing)',
  're-?issu(?:e|ed|ing)|migrat(?:e|ed|ing)|upgrad(?:e|ed|ing)|downgrad(?:e|ed|ing)|disabl(?:e|ed|ing)|enabl(?:e|ed|ing)',
  're-?creat(?:e|ed|ing)|re-?run(?:ning)?|re-?import(?:ed|ing)?|increas(?:e|ed|ing)|scal(?:e|ed|ing)|unlock(?:ed|ing)?',
  'install(?:ed|ing)?|deploy(?:ed|ing)?|adjust(?:ed|ing)?|(?:turn|switch)(?:ed|ing)? (?:[\\w-]+ ){0,3}?(?:off|on|over)',
  '(?:chang(?:e|ed|ing)|updat(?:e|ed|ing)|correct(?:ed|ing)?) (?:the|your|our|its|this)(?! (?:ticket|request|report|priority|category))',
  'restor(?:e|ed|ing) (?:[\\w-]+ ){0,5}?(?:from|to) (?:an?|the|your|our|its) (?:[\\w-]+ )?(?:back-?up|snapshot|state|version)',
);
const handled = oneOf(
  'reset|replaced|removed|deleted|cleared|renewed|repaired|revoked|rotated|re-?issued|migrated|upgraded|downgraded',
  'disabled|enabled|re-?created|re-?imported|increased|scaled up|unlocked|installed|deployed|adjusted|(?:turned|switched) (?:off|on|over)',
  'restored (?:from|to)',
);
const we = oneOf(
  'we|i|they|who',
  '(?:our|the|a) (?:\\w+ ){0,2}?(?:team|engineers?|developers?|colleagues?|administrators?|specialists?)',
);
const intend = oneOf(
  " ?(?:'ll|'re|'m|'ve)",
  ' (?:will|shall|can|could|may|might|must|should|would|are|am|is|have|has|had|plan|intend|need|want|expect|hope|propose)s?',
);

export const approachPatterns = [
  `${notYours}${repair}`,
  `${we}${intend} ${upTo(5)}${handling}`,
  `(?:be|being|been|gets?|getting) (?:\\w+ly )?${handled}`,
  `(?:by|start|started|begin|began|begun|consider|recommend|suggest) ${handling}`,
  'by (?:moving|switching|rolling|turning|applying|granting)',
].map(compiled);

function compiled(words: string): RegExp {
  return new RegExp(`\\b(?:${words})(?!\\w)`, 'g');
}
