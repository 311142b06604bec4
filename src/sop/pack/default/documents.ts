import type { PackInput } from '../schema.ts';

/** SC-2: what this desk never works on, and where it goes. */
export const outOfScope: PackInput['outOfScope'] = [
  { code: 'refund-authorization', words: 'Authorizing a refund to a customer', document: 'FIN-POL-004' },
  { code: 'privacy-deletion', words: 'Deleting data under privacy law', document: 'PRI-PCD-012' },
  { code: 'infrastructure', words: 'Setting up or taking down infrastructure', document: 'INF-PCS-007' },
  { code: 'vendor-escalation', words: 'Escalating to an outside vendor', document: 'VND-PCS-003' },
  {
    code: 'security-incident',
    words: 'Responding to a Severity 1 security incident',
    document: 'SEC-PCD-001',
  },
];

/** DOC-1 and the documents of SC-2. Versions and dates are a starting point: confirm them (DOC-2). */
export const documents: PackInput['documents'] = [
  {
    id: 'POL00001',
    title: 'Customer Support Operations Policy',
    relationship: 'The policy that this procedure carries out',
    owner: 'VP Operations',
    version: '1.0',
    lastConfirmed: '2026-01-05',
  },
  {
    id: 'PCS00004',
    title: 'Support Escalation Process',
    relationship: 'The process above this procedure, which details its stages 2 to 4',
    owner: 'Operations Lead',
    version: '1.0',
    lastConfirmed: '2026-01-05',
  },
  {
    id: 'REF-OPS-002',
    title: 'Issue Classification Matrix',
    relationship: 'Categories, symptoms and priorities for classifying',
    owner: 'Tier 2 Lead',
    version: '2026.1',
    lastConfirmed: '2026-01-05',
  },
  {
    id: 'REF-OPS-008',
    title: 'Tier 2 Investigation Framework',
    relationship: 'The pathways of tier 2 investigations',
    owner: 'Tier 2 Lead',
    version: '1.0',
    lastConfirmed: '2026-01-05',
  },
  {
    id: 'PCD00011',
    title: 'P1 Communication Protocol',
    relationship: 'Started when a ticket is raised to P1',
    owner: 'Operations Lead',
    version: '1.0',
    lastConfirmed: '2026-01-05',
  },
  {
    id: 'SEC-PCD-001',
    title: 'Security Incident Response Procedure',
    relationship: 'Governs security incidents, which are not worked here',
    owner: 'Security Operations',
    version: '1.0',
    lastConfirmed: '2026-01-05',
  },
  {
    id: 'PRI-PCD-012',
    title: 'Privacy Request Handling Procedure',
    relationship: 'Governs deletions under privacy law, which are not worked here',
    owner: 'Privacy & Compliance',
    version: '1.0',
    lastConfirmed: '2026-01-05',
  },
  // The procedure names no title or owner for the next three: a desk fills in its own.
  {
    id: 'FIN-POL-004',
    title: 'Refund policy',
    relationship: 'Governs refunds, which are not authorized here',
    owner: 'Finance',
    version: '1.0',
    lastConfirmed: '2026-01-05',
  },
  {
    id: 'INF-PCS-007',
    title: 'Infrastructure process',
    relationship: 'Governs infrastructure changes, which are not made here',
    owner: 'Infrastructure',
    version: '1.0',
    lastConfirmed: '2026-01-05',
  },
  {
    id: 'VND-PCS-003',
    title: 'Vendor escalation process',
    relationship: 'Governs escalations to vendors, which are not made here',
    owner: 'Vendor Management',
    version: '1.0',
    lastConfirmed: '2026-01-05',
  },
];
