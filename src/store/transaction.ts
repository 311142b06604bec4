import type { Prisma, PrismaClient } from './generated/client.ts';

/** Inside a transaction: what every function of this folder that writes is given. */
export type Transaction = Prisma.TransactionClient;

/** Either a transaction or the client itself: what the functions that only read are given. */
export type Reader = Transaction | PrismaClient;

/** Stored JSON to and from our own plain-data types. The cast is here once, because the column has no type. */
export function toJson(value: unknown): Prisma.InputJsonValue {
  return value as Prisma.InputJsonValue;
}

export function fromJson<T>(value: unknown): T {
  return value as T;
}
