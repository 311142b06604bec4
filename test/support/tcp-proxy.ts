import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export type TcpProxy = {
  port: number;
  /** Ends every connection that goes through it. */
  cut(): void;
  /** Takes no new ones either, until `listen`. */
  leave(): Promise<void>;
  listen(): Promise<void>;
  /** A black hole: everybody stays connected and nothing arrives any more, until `thaw`. */
  freeze(): void;
  thaw(): void;
  /** The next COMMIT reaches the server, or not; its sender's connection ends without an answer. */
  loseCommit(reaches: boolean): Promise<void>;
};

type Pair = { client: Socket; server: Socket };

/** A way to a server on this machine that can be broken in the ways networks break. */
export async function startTcpProxy(target: number): Promise<TcpProxy> {
  const pairs = new Set<Pair>();
  let listening: Server | null = null;
  let frozen = false;
  let losing: { reaches: boolean; lost: () => void } | null = null;

  const accept = (client: Socket) => {
    const server = connect(target, '127.0.0.1');
    const pair = { client, server };
    pairs.add(pair);
    let deaf = false;
    const end = () => {
      pairs.delete(pair);
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) socket.on('error', end).on('close', end);
    if (frozen) for (const socket of [client, server]) socket.pause();
    client.on('data', (data) => {
      if (!losing || !data.includes('COMMIT')) return void server.write(data);
      const { reaches, lost } = losing;
      losing = null;
      if (reaches) {
        deaf = true;
        server.write(data);
      } else end();
      lost();
    });
    server.on('data', (data) => {
      // It has answered, so it has done it.
      if (deaf) end();
      else client.write(data);
    });
  };
  const cut = () => {
    for (const { client } of [...pairs]) client.destroy();
  };
  const listen = async (port: number) => {
    listening = createServer(accept);
    listening.listen(port, '127.0.0.1');
    await once(listening, 'listening');
    return (listening.address() as AddressInfo).port;
  };
  const port = await listen(0);
  const both = (what: 'pause' | 'resume') => {
    for (const { client, server } of pairs) for (const socket of [client, server]) socket[what]();
  };
  return {
    port,
    cut,
    leave: async () => {
      listening?.close();
      listening = null;
      cut();
    },
    listen: async () => void (await listen(port)),
    freeze: () => {
      frozen = true;
      both('pause');
    },
    thaw: () => {
      frozen = false;
      both('resume');
    },
    loseCommit: (reaches) =>
      new Promise((lost) => {
        losing = { reaches, lost };
      }),
  };
}
