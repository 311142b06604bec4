// @ts-check

const code = (/** @type {string} */ letter) => letter.charCodeAt(0);
/** Messages of PostgreSQL's extended protocol that begin or continue a sequence, which Sync ends. */
const SEQUENCE = new Set([...'PBDEC'].map(code));
const [PARSE, FLUSH, SYNC, QUERY] = [code('P'), code('H'), code('S'), code('Q')];
const SYNC_MESSAGE = Uint8Array.of(SYNC, 0, 0, 0, 4);
const PARSE_COMPLETE = Uint8Array.of(code('1'), 0, 0, 0, 4);

/**
 * After how many sequences statements are planned anew: a plan that was made for an empty table reads all of it
 * even when it has grown, and nothing but this would ever replace it.
 */
const PLANS_LAST = 1000;
const DISCARD_PLANS = Buffer.concat([Uint8Array.of(QUERY, 0, 0, 0, 18), Buffer.from('DISCARD PLANS\0')]);

/**
 * Lets the clients of a pglite-socket server take turns by whole queries. All of them share PGlite's one
 * session, and the server lets them alternate message by message unless a transaction block is open: one
 * client's Bind would then meet the statement that another has just parsed. Saying "in a transaction" during
 * such a sequence keeps the turn with the client that began it.
 *
 * A sequence is carried out as a whole once its end (or a Flush) is there, for each call of the engine costs time
 * beside its work. And a statement with a name is parsed once for all clients, as it is the session's: they name
 * equal statements equally (statement-names.ts).
 *
 * @param {import('@electric-sql/pglite').PGlite} db
 */
export function keepTurns(db) {
  const { isInTransaction, execProtocolRawStream, exec } = db;
  /** @type {Set<string>} names of the statements that the session knows */
  const prepared = new Set();
  /** @type {Uint8Array[]} what has arrived of a sequence and was not carried out yet */
  let waiting = [];
  /** Whether some of a sequence was carried out, but not its Sync. */
  let flushed = false;

  db.isInTransaction = () => waiting.length > 0 || flushed || isInTransaction.call(db);

  db.execProtocolRawStream = async (message, options) => {
    const [type = 0] = message;
    if (SEQUENCE.has(type)) {
      waiting.push(message);
      return;
    }
    const sequence = type === FLUSH || type === SYNC || type === QUERY ? waiting.splice(0) : [];
    const name = nameOf(sequence[0]);
    const known = prepared.has(name);
    /** @type {Uint8Array[]} */
    const replies = known ? [PARSE_COMPLETE] : [];
    const all = Buffer.concat([...(known ? sequence.slice(1) : sequence), message]);
    await execProtocolRawStream.call(db, all, {
      ...options,
      onRawData: (data) => replies.push(data.slice()),
    });
    const reply = Buffer.concat(replies);
    if (name && reply[0] === PARSE_COMPLETE[0]) prepared.add(name);
    if (type === SYNC || type === QUERY) flushed = false;
    else if (type === FLUSH) flushed = true;
    if (reply.length > 0) options?.onRawData?.(reply);
    if (type === SYNC) await planAnew();
  };

  let sequences = 0;
  async function planAnew() {
    sequences += 1;
    if (sequences < PLANS_LAST || isInTransaction.call(db)) return;
    sequences = 0;
    await execProtocolRawStream.call(db, DISCARD_PLANS, { onRawData: () => undefined });
  }

  // The server calls this with ROLLBACK for a client that went away in its turn. After an error in a sequence
  // PostgreSQL ignores everything up to the Sync, which that client can't send any more.
  db.exec = async (query, options) => {
    waiting = [];
    if (flushed) await db.execProtocolRaw(SYNC_MESSAGE);
    flushed = false;
    return await exec.call(db, query, options);
  };
}

/**
 * The name that a Parse gives its statement: '' for one without, and for any other message.
 * @param {Uint8Array | undefined} message
 */
function nameOf(message) {
  if (!message || message[0] !== PARSE) return '';
  return Buffer.from(message.subarray(5, message.indexOf(0, 5))).toString();
}
