// Loaded into a replica before its own code (--import, --expose-gc): on request it collects garbage and says what is left,
// so that samples differ by what is held and not by when the collector last ran.
process.on('message', () => {
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  process.send?.({ resident: rss / 2 ** 20, held: (heapUsed + external) / 2 ** 20 });
});
// The parent's channel alone keeps no process alive.
process.channel?.unref();
