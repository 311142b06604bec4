import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Method } from '../api/index.ts';
import type { Core } from '../core.ts';
import { isRec, type Rec } from '../json.ts';
import { limits } from '../limits.ts';
import type { Ack, Deliver, EnvelopeType } from './deliver.ts';

type Pending = {
  envelope: Rec;
  connection: WebSocket | undefined;
  settle: (ack: Ack) => void;
};

const maxEventRetries = 3;
const pingEveryMs = 10_000;

/** Socket Mode: the app asks for a URL, connects, and acknowledges the envelopes sent to it. */
export const createSocketDelivery = (core: Core, ackDeadlineMs: number) => {
  const tickets = new Map<string, number>();
  const connections: WebSocket[] = [];
  const pending = new Map<string, Pending>();
  /** Events that happened while the app was away. */
  const parked: Rec[] = [];
  const server = new WebSocketServer({ noServer: true });
  let turn = 0;
  let doubled = false;

  const nextConnection = (): WebSocket | undefined => {
    turn += 1;
    return connections[turn % connections.length];
  };

  const send = (entry: Pending): void => {
    const text = JSON.stringify(entry.envelope);
    if (doubled) nextConnection()?.send(text);
    doubled = false;
    entry.connection = nextConnection();
    entry.connection?.send(text);
  };

  /** One attempt: resolves with the acknowledgement, or with a timeout. */
  const attempt = (envelope: Rec): Promise<Ack> =>
    new Promise((resolve) => {
      const id = String(envelope.envelope_id);
      const timer = setTimeout(() => settle({ acked: false, reason: 'operation_timeout' }), ackDeadlineMs);
      const settle = (ack: Ack) => {
        clearTimeout(timer);
        pending.delete(id);
        resolve(ack);
      };
      const entry: Pending = { envelope, connection: undefined, settle };
      pending.set(id, entry);
      send(entry);
    });

  const deliverEvent = async (payload: Rec): Promise<Ack> => {
    let ack: Ack = { acked: false, reason: 'dispatch_failed' };
    for (let retry = 0; retry <= maxEventRetries && !ack.acked; retry += 1)
      ack = await attempt({
        envelope_id: randomUUID(),
        type: 'events_api',
        payload,
        accepts_response_payload: false,
        retry_attempt: retry,
        retry_reason: retry === 0 ? '' : 'timeout',
      });
    return ack;
  };

  const deliver: Deliver = async (type: EnvelopeType, payload: Rec) => {
    if (connections.length === 0) {
      // An event waits for a connection; a person who clicks does not.
      if (type === 'events_api') parked.push(payload);
      return { acked: false, reason: 'dispatch_failed' };
    }
    if (type === 'events_api') return deliverEvent(payload);
    return attempt({ envelope_id: randomUUID(), type, payload, accepts_response_payload: true });
  };

  const receive = (text: string): void => {
    let message: unknown;
    try {
      message = JSON.parse(text);
    } catch {
      core.violations.push(`not JSON on the socket: ${text.slice(0, 80)}`);
      return;
    }
    if (!isRec(message) || typeof message.envelope_id !== 'string') return;
    const entry = pending.get(message.envelope_id);
    const payload =
      isRec(message.payload) && Object.keys(message.payload).length > 0 ? message.payload : undefined;
    entry?.settle({ acked: true, payload });
  };

  const drop = (connection: WebSocket): void => {
    const index = connections.indexOf(connection);
    if (index >= 0) connections.splice(index, 1);
    core.emit({ type: 'connection', count: connections.length });
    // What the lost connection had not acknowledged goes to another one.
    for (const entry of pending.values()) if (entry.connection === connection) send(entry);
  };

  const welcome = (connection: WebSocket): void => {
    connections.push(connection);
    connection.on('message', (data) => receive(String(data)));
    connection.on('close', () => drop(connection));
    connection.on('error', () => connection.terminate());
    connection.send(
      JSON.stringify({
        type: 'hello',
        num_connections: connections.length,
        debug_info: { host: 'sandbox', build_number: 1, approximate_connection_time: 18_060 },
        connection_info: { app_id: core.app.id },
      }),
    );
    for (const entry of pending.values()) if (!entry.connection) send(entry);
    for (const payload of parked.splice(0)) void deliverEvent(payload);
    core.emit({ type: 'connection', count: connections.length });
  };

  const attach = (http: Server): void => {
    http.on('upgrade', (request, socket, head) => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const ticket = url.searchParams.get('ticket') ?? '';
      const issuedAt = tickets.get(ticket);
      tickets.delete(ticket);
      const fresh = issuedAt !== undefined && Date.now() - issuedAt < limits.socket.ticketLivesMs;
      if (url.pathname !== '/link/' || !fresh || connections.length >= limits.socket.connections)
        return void socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
      server.handleUpgrade(request, socket, head, welcome);
    });
  };

  const pings = setInterval(() => {
    for (const connection of connections) connection.ping();
  }, pingEveryMs);
  pings.unref();

  const open: Method = () => {
    const ticket = core.ids.secret(16);
    tickets.set(ticket, Date.now());
    return { url: `${core.baseUrl.replace('http', 'ws')}/link/?ticket=${ticket}&app_id=${core.app.id}` };
  };

  return {
    deliver,
    attach,
    methods: { 'apps.connections.open': open },
    count: () => connections.length,
    /** Asks every connection to go and come back, as Slack does when it recycles a host. */
    recycle: (reason: 'warning' | 'refresh_requested' = 'refresh_requested') => {
      for (const connection of connections) connection.send(JSON.stringify({ type: 'disconnect', reason }));
    },
    /** The next envelope goes to two connections at once, as may happen when one of them is given up too early. */
    deliverTwice: () => {
      doubled = true;
    },
    /** Cuts one connection (or all) without a word. */
    cut: (howMany: number) => {
      for (const connection of connections.slice(0, howMany)) connection.terminate();
    },
    stop: async (): Promise<void> => {
      clearInterval(pings);
      for (const entry of [...pending.values()]) entry.settle({ acked: false, reason: 'dispatch_failed' });
      await Promise.all(connections.map(closeGently));
      server.close();
    },
  };
};

const closePatienceMs = 300;

/** Lets the other side finish its own goodbye, so that it does not log an error for ours. */
const closeGently = (connection: WebSocket): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => connection.terminate(), closePatienceMs);
    connection.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    connection.close(1001);
  });
