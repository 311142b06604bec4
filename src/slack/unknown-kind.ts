/** A kind of notice that this version has no words for; while processes are replaced a later one may have. */
export class UnknownKind extends Error {
  constructor(kind: string) {
    super(`no view tells of '${kind}'`);
  }
}
