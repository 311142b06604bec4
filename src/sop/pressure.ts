import { plain } from './promise/plain.ts';

/** That somebody presses, or how they feel about it; as patterns of whole words. */
const pressing = [
  'insist(?:s|ed|ing|ence|ent)?|demand(?:s|ed|ing)?|press(?:es|ed|ing|ure|ured|uring)|push(?:es|ed|ing)?',
  'beg(?:s|ged|ging)?|plead(?:s|ed|ing)?|complain(?:s|ed|ing|t|ts)?|shout(?:s|ed|ing)?|yell(?:s|ed|ing)?',
  'scream(?:s|ed|ing)?|threat(?:s|en|ens|ened|ening)?|chas(?:e|es|ed|ing)|nag(?:s|ged|ging)?|hassl(?:e|es|ed|ing)',
  'impatien(?:t|ce)|patience|anger|angry|angrier|furious|livid|irate|mad|upset|unhappy|frustrat(?:ed|ion|ing)',
  'annoy(?:ed|ance)|irritated|dissatisf(?:ied|action)|disappoint(?:ed|ment)|displeased|worried|anxious|stressed',
  'escalat(?:e|es|ed|ing|ion)|urgen(?:t|tly|cy)|asap|hurry|priorit(?:y|ies|ise|ize|ised|ized)|expedite[ds]?',
].join('|');
/** What they are to us, rather than what they cannot do. */
const standing = [
  'vip|important|importance|influential|key|strategic|premium|gold|platinum|enterprise|flagship|major|big(?:gest)?',
  'large(?:st)?|valued?|valuable|loyal|favou?rite|prestigious|prominent|high[- ]profile|high[- ]value|top|special',
  'long[- ](?:standing|time|term)|relationship|relations|goodwill|reputation|renewal|churn(?:ing)?|upsell|deal',
  'competitors?|elsewhere',
].join('|');
const contact =
  'wants?|wanted|asks?|asked|asking|request(?:s|ed|ing)?|call(?:s|ed|ing)|leav(?:e|es|ing)|cancel(?:s|led|ling)?';
/** Words that say nothing of an impact. */
const filling = [
  'i|we|me|us|my|our|ours|they|them|their|he|him|his|she|her|it|its|the|an?|this|that|these|those|there|who|which',
  'is|are|was|were|be|been|being|has|have|had|having|do|does|did|will|would|could|should|may|might|must|can|not|no',
  'and|or|but|so|as|if|to|on|in|over|via|of|from|for|with|by|at|per|about|up|out|off|than|then|because|since|when',
  'until|while|very|really|extremely|quite|rather|too|much|more|most|again|today|now|soon|immediately|right|away',
  'just|only|already|still|also|all|every|everyone|always|constantly|repeatedly|keep|keeps|kept|keeping|get|gets',
  'getting|got|become|becomes|became|make|makes|made|take|takes|go|goes|going|one|ones|please|end|person|people',
  'customers?|clients?|users?|callers?|reporters?|requesters?|accounts?|company|ceo|cto|cfo|cio|coo|vp|boss|chief',
  'directors?|executives?|management|managers?|head|owner|sales|partner|someone|somebody|wanting|expects?|expected',
  'needs?|needed|said|says?|told|tells?|call|phon(?:e|es|ed|ing)|e-?mail(?:s|ed|ing)?|mail(?:s|ed|ing)?',
  'messag(?:e|es|ed|ing)|wr(?:ite|ites|ote|iting)|twitter|linkedin|social|media|post(?:s|ed|ing)?|publicly',
  'switch(?:ing)?|lawyers?|sue|suing|fix(?:ed)?|solved?|resolved?|done|help|higher|highest|high|raised?|raise',
  'faster|quick(?:ly|er)?|first|before|others?|p[1-4]|sla|tickets?|issues?|problems?|matter|case|situation|level',
  'status|spend|money|happy|good|bad|times?|hours?|minutes?|days?|weeks?|hard|lot',
].join('|');

const wholeWord = (of: string, flags: string) =>
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${of})(?:'s)?(?![\\p{L}\\p{N}])`, flags);
const trigger = wholeWord(`${pressing}|${standing}|${contact}`, 'u');
const nothing = wholeWord(`${pressing}|${standing}|${contact}|${filling}`, 'gu');
/** A name before it says who is pressing, not what is broken: "Contoso Pharmaceuticals is very angry". */
const whoFeels = new RegExp(
  String.raw`(?:^|(?<=[.;!?,]\s*))(?:[\p{L}\p{N}&.'-]+\s+){1,4}(?:is|are|was|were|gets?|got|getting|becomes?|became)\s+(?:(?:an?|our|so|very|really|extremely|quite|rather|increasingly|now|still)\s+)*(?=(?:${pressing}|${standing})(?![\p{L}\p{N}]))`,
  'gu',
);

/**
 * LD-2: whether a text gives nothing but that somebody presses, how they feel or what they are to us: customer
 * pressure or relationship. English, by rule: what the business cannot do beside it (at least ten letters or digits)
 * makes it an impact, which a manager can judge.
 */
export function restsOnPressure(text: string): boolean {
  const { text: lower } = plain(text);
  if (!trigger.test(lower)) return false;
  const rest = lower.replace(whoFeels, ' ').replace(nothing, ' ');
  return rest.replace(/[^\p{L}\p{N}]/gu, '').length < 10;
}
