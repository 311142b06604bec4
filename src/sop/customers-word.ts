/** Who might say it. */
const who = String.raw`(?:the\s+)?(?:customer|client|user|caller|reporter|they|he|she)`;
/** What is said. */
const says = String.raw`(?:says?|said|saying|confirms?|confirmed|told\s+(?:me|us)|tells?\s+(?:me|us)|reports?|reported|wrote|writes|replied|thinks?|is\s+happy|are\s+happy|agrees?|agreed)`;
const what = String.raw`(?:\s+(?:that|to|us|me|back))*(?:\s+(?:it|this|that|everything|all|the\s+(?:problem|issue|fix)))?(?:\s+(?:is|was|'s|’s|has\s+been|works?|worked|working|seems?|now|again|fine|ok|okay|good|well|solved|resolved|fixed|gone|done|with|the|result|by|over|on|via|phone|mail|e-?mail|chat|in|a|an|call|message)\b)*`;

const customersWord = new RegExp(
  String.raw`\b(?:${who}\s+(?:has\s+|have\s+)?${says}${what}|(?:confirmed|verified)\s+(?:by|with)\s+${who})`,
  'giu',
);
const filler =
  /\b(?:ok|okay|yes|done|fine|works?|working|now|again|and|so|thanks?|all|good|it|is)\b|[\p{P}\p{S}\s]/giu;

/**
 * T1-8: whether evidence consists of nothing but what the customer said. English, by rule: something of the agent's
 * own observation beside it (at least a dozen letters or digits) makes it evidence, which a lead can judge.
 */
export function restsOnCustomersWord(evidence: string): boolean {
  const rest = evidence.replace(customersWord, ' ');
  if (rest === evidence) return false;
  return rest.replace(filler, '').length < 12;
}
