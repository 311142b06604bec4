/** Who might say it, and who only counts with a verb of saying beside. */
const who = String.raw`(?:(?:the|our|this)\s+)?(?:customers?|clients?|(?:end\s+)?users?|callers?|reporters?|requesters?)`;
const anyone = `(?:${who}|they|he|she)`;
/** That somebody says it, with whatever follows in the same clause: reported by an agent it is hearsay still. */
const says = String.raw`(?:(?:has|have|just|then|also|now|already|himself|herself|themselves)\s+)*(?:says?|said|saying|confirm(?:s|ed|ing)?|told|tells?|report(?:s|ed)\s+(?:that|it|the|this|no|all|back|success)|reported|wrote\s+(?:back|that|to|us|me)|(?:repl|testif)(?:ies|ied)|answer(?:s|ed)|respond(?:s|ed)|thinks?|thought|believes?|agree[sd]?|state[sd]?|mention(?:s|ed)|inform(?:s|ed)|lets?\s+(?:us|me)\s+know|acknowledge[sd]?|accept(?:s|ed)|approve[sd]?|thank(?:s|ed)|claim(?:s|ed)|assure[sd]?|insists?|insisted|(?:e-?mail|mail|phon|call|messag|text)ed)`;
const hearsay = new RegExp(String.raw`\b${anyone}\s+${says}\b.*$`, 'isu');
/** That it is somebody's word in other words: what they can do or see, that they are content, whose word it is. */
const theirs = new RegExp(
  String.raw`\b(?:${anyone}\s+(?:(?:is|are|was|were|seems?)\s+)?(?:now\s+)?(?:can|could|able|happy|satisfied|pleased|content|ok(?:ay)?|no\s+longer|does\s*n[o’']t|gave|sent|feedback|confirmation|approval|reply|answer)|(?:confirm(?:ed|ation)|verified|heard?|feedback|word|reply|answer|ok(?:ay)?|thumbs\s+up|approval|thanks)\s+(?:by|with|from|of)\s+${who}|(?:according\s+to|per|asked|called)\s+${who}|${who}(?:'s|’s)?\s+(?:word|feedback|confirmation|reply|answer|ok(?:ay)?)|${who}\s*:\s*(?:["“”'‘’]|it\b|works|fixed|solved|ok|yes|all\b))`,
  'iu',
);
const ability =
  /\b(?:can|could|able\s+to)\s+(?:now\s+)?(?:sign|log|get|access|open|see|use|work)\s*(?:in|into|on|it|his|her|their|the|accounts?|pages?|\s)*/giu;
/** Words that say nothing of what was seen. */
const nothingSeen =
  /(?<![\p{L}\p{N}])(?:i|we|me|us|my|our|they|he|she|his|her|their|the|an?|this|that|it|its|there|is|are|was|were|be|been|has|have|had|do|does|did|not|and|so|but|to|on|in|over|via|of|from|for|with|by|at|as|per|after|now|again|today|just|already|all|also|any|more|anymore|no|yes|longer|customers?|clients?|(?:end\s+)?users?|callers?|reporters?|requesters?|according|asked|called|got|get|received|gave|give|hear|heard|happy|satisfied|pleased|content|feedback|confirm(?:ed|ation)|verified|word|reply|answer|approval|thanks?|thumbs|up|phone|call|e-?mail|mail|chat|message|works?|worked|working|fix(?:ed)?|solved|resolved|resolution|gone|fine|ok|okay|good|well|great|back|done|issues?|problems?|everything|see|sees|seen|closing|closed?)(?![\p{L}\p{N}])/giu;
/** Where a clause ends: what the agent saw may stand beside what the customer said. */
const clauseEnd = /[.;!?\n,]+\s+|\s+(?=(?:and|but|while)\s+(?:i|we|the|in|my)\b)/iu;

/**
 * T1-8: whether evidence consists of nothing but what the customer said. English, by rule: something of the agent's
 * own observation beside it (at least a dozen letters or digits) makes it evidence, which a lead can judge.
 */
export function restsOnCustomersWord(evidence: string): boolean {
  const plain = evidence.trim().replace(/\s+/gu, ' ');
  const clauses = plain.split(clauseEnd);
  if (!theirs.test(plain) && !clauses.some((clause) => hearsay.test(clause))) return false;
  const own = clauses.map((clause) => clause.replace(hearsay, ' ')).join(' ');
  const rest = own.replace(ability, ' ').replace(nothingSeen, ' ');
  return rest.replace(/[^\p{L}\p{N}]/gu, '').length < 12;
}
