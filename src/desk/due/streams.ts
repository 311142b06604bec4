/** Of these streams, the numbers of those that one kind of record has: 12 of `T-12`. */
export function numbersOf(
  streams: readonly string[],
  streamOf: (number: number) => string,
): readonly number[] {
  return streams.flatMap((stream) => {
    const number = Number(/\d+$/.exec(stream)?.[0]);
    return streamOf(number) === stream ? [number] : [];
  });
}
