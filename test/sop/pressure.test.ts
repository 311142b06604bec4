import { describe, expect, test } from 'vitest';
import { defaultPack } from '../../src/sop/pack/default-pack.ts';
import { restsOnPressure } from '../../src/sop/pressure.ts';

const pressure: readonly string[] = [
  'The customer insists.',
  'Customer insists on P1',
  'Customer is very angry and wants it fixed now',
  'The client is furious!!',
  'VIP customer',
  'V\u200BIP customer',
  'They are an important customer',
  'This is our biggest customer.',
  'Key account, relationship at stake',
  'They keep calling us every hour',
  'The customer demands a higher priority',
  'Customer is threatening to leave',
  'They threaten to cancel and go to a competitor',
  'The CEO called and is upset',
  'Our sales director asked for it',
  'urgent',
  'ASAP please',
  'The customer says it is urgent',
  'Long-standing, loyal customer',
  'Strategic account; renewal is coming up',
  'The customer complained on Twitter, and is getting impatient',
  'Contoso Pharmaceuticals is very angry',
  'They’re frustrated because we have not called back',
  'customer pressure',
  'CUSTOMER IS *ANGRY*',
  'They escalated to management',
];

const impact: readonly string[] = [
  '400 users cannot invoice; the month closes today.',
  'The customer insists: all 40 shops are closed because the tills do not start.',
  'Payroll for 200 employees fails tonight.',
  'Customer is angry, and the warehouse stands still since 7.',
  'Data of three tenants is being overwritten with every sync.',
  'The filing deadline of the tax office is at 18:00 and the export fails.',
  'Urgent: dialysis appointments cannot be booked.',
  'Only two users remain affected.',
  'A workaround by export keeps them going.',
  'All sign-ins of the hospital fail.',
];

describe('what is pressure and nothing else', () => {
  test.each(pressure)('LD-2 %s', (text) => {
    expect(restsOnPressure(text)).toBe(true);
  });

  test.each(impact)('LD-2 an impact: %s', (text) => {
    expect(restsOnPressure(text)).toBe(false);
  });

  test('LD-2 no criterion of the shipped pack is', () => {
    expect(defaultPack.priorityCriteria.filter(({ words }) => restsOnPressure(words))).toEqual([]);
  });

  test('LD-2 nothing is no pressure, however long', () => {
    expect(restsOnPressure('')).toBe(false);
    expect(restsOnPressure('a '.repeat(20_000))).toBe(false);
    const began = performance.now();
    expect(restsOnPressure(`${'the customer is '.repeat(200)}angry`)).toBe(true);
    expect(performance.now() - began).toBeLessThan(1000);
  });
});
