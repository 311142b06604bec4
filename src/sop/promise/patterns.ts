/** English words a promise of a resolution time is made of. All patterns expect lower case and straight apostrophes. */

const alternatives = (...parts: readonly string[]) => `(?:${parts.join('|')})`;
const words = (...parts: readonly string[]) => new RegExp(`\\b${alternatives(...parts)}\\b`, 'g');

/** Words for an end of the customer's problem. */
export const resolutionWords = words(
  'fix(?:ed|es|ing)?|hotfix|patch(?:ed|es|ing)?|workarounds?',
  'resolv(?:e|ed|es|ing)|resolutions?|solv(?:e|ed|es|ing)|solutions?',
  'repair(?:ed|s|ing)?|restor(?:e|ed|es|ing)|restoration|recover(?:ed|s|y)?|remed(?:y|ied)',
  'correct(?:ed|ing|ion)|unlock(?:ed)?|unblock(?:ed)?|reinstated?|re-enabled?|refunded',
  'sorted|sort (?:\\w+ )?out|clear(?:ed)? up|taken? care of|deploy(?:ed)?|roll(?:ed)? out|shipped',
  'back (?:up|online|to normal|in service|in order|on track)|up and running|good to go',
  '(?:up|online|available|running|works?|working|usable) again|work(?:s|ing)? (?:properly|normally|as expected)',
  '(?:be|(?:have|get) (?:it|this|that|everything|all)(?: \\w+)?) (?:\\w+ly )?(?:done|finished|completed?|ready|gone|over|working|live|up|ok|okay|fine)',
  '(?:done|finished)(?= (?:by|before|in|within|today|tomorrow|tonight)\\b)|close (?:this|it) out',
  "(?:will|should|'ll) (?:end|disappear|go away|work)",
  'able to (?:sign|log) in|able to (?:use|access|work)|(?:sign|log) in again',
  "(?:this|it|that|we) ?(?:will|should|would|may|might|can|could|won't|shouldn't|'ll)(?: not)?(?: only)? take(?! (?:a look|care|up))",
  'eta|turnaround(?: time)?',
);

/** Words for our speaking or turning to it: a time may be named for these. */
export const responseWords = words(
  'repl(?:y|ies|ied|ying)|respon(?:d|ds|ded|ding|ses?)|answer(?:s|ed|ing)?',
  '(?:get(?:ting)?|got|come|coming|be|report(?:ing)?|write|writing|circle) back (?:to|with)|report back|write back',
  'hear(?:ing)?(?: back| again| more)? from|(?:in|keep in|be in|get in) touch|touch base|contact(?:ed|ing)?',
  'updat(?:e|es|ed|ing)|follow(?:ing)?[ -]up|let(?:ting)? you know|tell you|inform(?:ed)?|notif(?:y|ied)',
  'call(?:ed|ing)?|phone|ring you|reach(?:ing)? out|e-?mails?|messages?|write to|wrote|news|feedback|speak|talk',
  'acknowledg\\w*|look(?:ing)? (?:at|into)|take a look|review(?:ed|ing)?|investigat\\w*|examin(?:e|ed|ing)',
  'start(?:ed|ing)?|begin|check(?:ed|ing)?|work(?:ing)? on|pick(?:ed)? (?:it|this|up)|assign(?:ed)?|send(?:ing)?',
);

const counts = alternatives(
  'half an?|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty-four|twenty',
  'thirty|forty-eight|forty-five|forty|sixty|ninety|(?:a )?couple(?: of)?|(?:a )?few|several|\\d+(?:[.,]\\d+)?',
);
const unit =
  '(?:business |working |calendar |more )?(?:minutes?|mins?|hours?|hrs?|days?|weeks?|months?|(?<=\\d ?)[hmd])(?: time| or so| from now)?\\b';
const range = `${counts}(?: \\(\\d+\\))?(?: ?(?:-|to|or) ?${counts})?`;
const lead = alternatives(
  '(?:in|within|inside|under|takes?|taking|next|after|than|most|needs?|give us|maximum(?: of)?)',
);
const about =
  '(?:about|around|roughly|approximately|just|only|under|less than|no more than|at most|the next|the space of|another)';
const weekday = '(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)';
const month =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const before = '(?:by|before|until|till|no later than|not later than|latest)';
const part =
  '(?:morning|afternoon|evening|noon|midday|lunch(?:time)?|weekend|hour|day|week|month|quarter|year|sprint|release|business day|working day)';

/** Words for a time to come: spans, hours, days and dates. */
export const timeWords = new RegExp(
  alternatives(
    `\\b${lead} (?:${about} )*${range}(?:[ -]|(?<=\\d))${unit}`,
    '\\b(?:in|within)(?: just| about)? (?:an?|one|a few|few|\\d+) (?:seconds?|secs?|moments?)\\b',
    `(?<![\\w.:,-])(?!an? |one |few )${range}(?:[ -]|(?<=\\d))${unit}`,
    `\\b(?:in|within|inside) (?:the|this) (?:next )?${part}\\b`,
    `\\b(?:${before} |at )?(?:the )?(?:very )?(?:end|close|start|beginning) of (?:the |this |next |my |our |your )?(?:business(?: day)?|working day|play|shift|${part})\\b`,
    `\\b(?:${before} )?(?:this|next|tomorrow|later this) ${part}\\b`,
    `\\b(?:${before} )?(?:today|tonight|tomorrow|overnight|eod|cob|eow)\\b`,
    `\\b(?:${before}|at|around|in) (?:the )?(?:noon|midday|midnight|lunch(?:time)?|weekend|morning|afternoon|evening|christmas|new year)\\b`,
    `\\b(?:(?:${before}|on|this|next|coming) )*${weekday}\\b`,
    `\\b(?:${before}|on) (?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\\b`,
    `\\b(?:(?:${before}|on|at) )?(?:the )?\\d{1,2}(?:st|nd|rd|th)?(?: of)? ${month}\\b`,
    `\\b(?:(?:${before}|on|at) )?${month} (?:the )?\\d{1,2}(?:st|nd|rd|th)?\\b`,
    `\\b(?:${before}|on) the \\d{1,2}(?:st|nd|rd|th)\\b`,
    `\\b(?:(?:${before}|on) )?(?:\\d{4}-\\d{2}-\\d{2}|\\d{1,2}[./]\\d{1,2}(?:[./](?:\\d{2}){0,2})?)(?!\\w|\\.\\d)`,
    `\\b(?:(?:${before}|at|around) )?\\d{1,2}(?:[:.]\\d{2})? ?(?:am|pm|o'clock|h\\b|hrs\\b|utc|gmt|cet|cest)(?!\\w)`,
    `\\b(?:(?:${before}|at|around) )?\\d{1,2}:\\d{2}\\b`,
    `\\b${before} \\d{1,2}(?=[\\s]*(?:$|[.,;)!?]|at the latest))`,
    '\\b(?:immediately|instantly|right away|straight away|straightaway|at once|momentarily|in no time)\\b',
  ),
  'g',
);

/** What stands right before a resolution word when it promises nothing. */
export const noPromiseBefore = new RegExp(
  `${alternatives(
    '(?<!\\bcount |\\brely )\\b(?:about|on|regarding|concerning|towards?) (?:(?:the|an?|your|this|that|its|our|any|possible|progress) )*',
    "\\b(?:whether|if|once|when|until|till|after|unless|as soon as) (?:[\\w']+ ){0,4}",
    '\\bhow to |\\bwhat to ',
    "\\b(?:can't|cannot|can not|won't|unable to|not able to|don't|do not|could not|couldn't) (?:yet )?(?:promise|say|guarantee|commit|tell|confirm|know|estimate|predict)\\b[^.,;]*",
    "\\b(?:not|won't|never) (?:be )?(?:\\w+ly )?(?:yet )?",
    "\\b(?:was|were) (?:\\w+ly |already )?|(?<!\\bwill |'ll |\\bshould |\\bto )\\b(?:has|have|had) (?:been )?(?:\\w+ly |already )?",
    "\\byou(?:r team)? (?:\\w+ )?(?:need|want|wanted|needed|would like|hoped?) (?:(?!we\\b|we'll\\b|i\\b|will\\b)[\\w']+ ){0,4}",
  )}$`,
);

/** What stands right before a word in the past tense ("we restored it"): it tells what was, not what will be. */
export const teller = /\b(?:we|they|i|team|colleagues) (?:already |just |recently )?$/;

/** What stands right before a time that is past, recurs or bounds something else. */
export const noDeadlineBefore =
  /\b(?:\w+day ?(?:to|through|-)|(?:reported|opened|sent|wrote|raised|happened|noticed|received|submitted|saw|seen|appeared)(?: (?!and\b|will\b)[\w']+){0,3}|last|past|previous|since|every|each|open|available) $/;

/** What stands right after a time that is past or recurs. */
export const noDeadlineAfter = new RegExp(
  `^(?: ago\\b| earlier\\b| (?:a|per|each|every) (?:day|week)\\b|/7|(?: ?(?:-|–|to|through) ?${weekday}))`,
);

/** Words after which a resolution word is only the name of something. */
export const onlyNameAfter = /^ (?:requests?|tickets?|reports?|attempts?)\b/;
