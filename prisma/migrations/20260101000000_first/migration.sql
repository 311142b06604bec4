-- CreateTable
CREATE TABLE "Desk" (
    "id" SERIAL NOT NULL,
    "teamId" TEXT NOT NULL,
    "lastTicketNumber" INTEGER NOT NULL DEFAULT 0,
    "lastIncidentNumber" INTEGER NOT NULL DEFAULT 0,
    "lastShiftNumber" INTEGER NOT NULL DEFAULT 0,
    "lastExceptionNumber" INTEGER NOT NULL DEFAULT 0,
    "channels" JSONB NOT NULL DEFAULT '{}',
    "documents" JSONB NOT NULL DEFAULT '{}',
    "lostChannels" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "plan" JSONB NOT NULL DEFAULT '{"patterns":[],"days":[],"covers":[]}',
    "planDueAt" TIMESTAMPTZ(3),
    "setAside" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "packHash" TEXT NOT NULL DEFAULT '',
    "seq" INTEGER NOT NULL DEFAULT 0,
    "headHash" TEXT NOT NULL DEFAULT '',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Desk_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Member" (
    "deskId" INTEGER NOT NULL,
    "userId" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Member_pkey" PRIMARY KEY ("deskId","userId")
);

-- CreateTable
CREATE TABLE "Ticket" (
    "deskId" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "tier" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "customerAccount" TEXT NOT NULL,
    "externalId" TEXT,
    "ownerId" TEXT,
    "priorityRank" INTEGER NOT NULL,
    "category" TEXT,
    "symptom" TEXT,
    "openedAt" TIMESTAMPTZ(3) NOT NULL,
    "receivedAt" TIMESTAMPTZ(3),
    "nextDueAt" TIMESTAMPTZ(3),
    "resolutionCode" TEXT,
    "closedAt" TIMESTAMPTZ(3),
    "record" JSONB NOT NULL,
    "version" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "headHash" TEXT NOT NULL,

    CONSTRAINT "Ticket_pkey" PRIMARY KEY ("deskId","number")
);

-- CreateTable
CREATE TABLE "Incident" (
    "deskId" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "category" TEXT,
    "symptom" TEXT,
    "tickets" INTEGER[],
    "nextDueAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),
    "record" JSONB NOT NULL,
    "version" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "headHash" TEXT NOT NULL,

    CONSTRAINT "Incident_pkey" PRIMARY KEY ("deskId","number")
);

-- CreateTable
CREATE TABLE "Shift" (
    "deskId" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "personId" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "startsAt" TIMESTAMPTZ(3) NOT NULL,
    "endsAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),
    "openFor" TEXT,
    "nextDueAt" TIMESTAMPTZ(3),
    "record" JSONB NOT NULL,
    "version" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "headHash" TEXT NOT NULL,

    CONSTRAINT "Shift_pkey" PRIMARY KEY ("deskId","number")
);

-- CreateTable
CREATE TABLE "Exception" (
    "deskId" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "authorId" TEXT NOT NULL,
    "ticket" INTEGER,
    "clause" TEXT,
    "draftKey" TEXT,
    "flagged" BOOLEAN NOT NULL,
    "answer" TEXT,
    "loggedAt" TIMESTAMPTZ(3),
    "nextDueAt" TIMESTAMPTZ(3),
    "record" JSONB NOT NULL,
    "version" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "headHash" TEXT NOT NULL,

    CONSTRAINT "Exception_pkey" PRIMARY KEY ("deskId","number")
);

-- CreateTable
CREATE TABLE "Event" (
    "deskId" INTEGER NOT NULL,
    "stream" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actorId" TEXT,
    "actorRole" TEXT NOT NULL,
    "clause" TEXT NOT NULL,
    "packVersion" TEXT NOT NULL,
    "packHash" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "requestKey" TEXT,
    "hash" TEXT NOT NULL,

    CONSTRAINT "Event_pkey" PRIMARY KEY ("deskId","stream","seq")
);

-- CreateTable
CREATE TABLE "Notice" (
    "id" BIGSERIAL NOT NULL,
    "deskId" INTEGER NOT NULL,
    "key" UUID NOT NULL DEFAULT gen_random_uuid(),
    "kind" TEXT NOT NULL,
    "stream" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "destination" TEXT NOT NULL,
    "channelId" TEXT,
    "lane" TEXT NOT NULL,
    "urgency" INTEGER NOT NULL,
    "surface" TEXT,
    "digest" TEXT,
    "members" BIGINT[] DEFAULT ARRAY[]::BIGINT[],
    "digestOf" BIGINT,
    "pendingSurface" TEXT,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAttemptAt" TIMESTAMPTZ(3) NOT NULL,
    "leaseUntil" TIMESTAMPTZ(3),
    "uncertain" BOOLEAN NOT NULL DEFAULT false,
    "sentTs" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "sentAt" TIMESTAMPTZ(3),
    "lastError" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Surface" (
    "deskId" INTEGER NOT NULL,
    "surface" TEXT NOT NULL,
    "channelId" TEXT NOT NULL,
    "ts" TEXT NOT NULL,

    CONSTRAINT "Surface_pkey" PRIMARY KEY ("deskId","surface")
);

-- CreateTable
CREATE TABLE "Posted" (
    "deskId" INTEGER NOT NULL,
    "channelId" TEXT NOT NULL,
    "ts" TEXT NOT NULL,
    "threadTs" TEXT,
    "stream" TEXT NOT NULL,
    "lane" TEXT NOT NULL,
    "noticeId" BIGINT NOT NULL,

    CONSTRAINT "Posted_pkey" PRIMARY KEY ("deskId","channelId","ts","stream")
);

-- CreateTable
CREATE TABLE "ChannelPace" (
    "deskId" INTEGER NOT NULL,
    "channelId" TEXT NOT NULL,
    "nextSendAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ChannelPace_pkey" PRIMARY KEY ("deskId","channelId")
);

-- CreateTable
CREATE TABLE "PackInForce" (
    "hash" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "firstUsedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PackInForce_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "Job" (
    "deskId" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "notBefore" TIMESTAMPTZ(3) NOT NULL,
    "doneTo" TIMESTAMPTZ(3),

    CONSTRAINT "Job_pkey" PRIMARY KEY ("deskId","name")
);

-- CreateTable
CREATE TABLE "AuditFinding" (
    "deskId" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "foundAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AuditFinding_pkey" PRIMARY KEY ("deskId","key")
);

-- CreateIndex
CREATE UNIQUE INDEX "Desk_teamId_key" ON "Desk"("teamId");

-- CreateIndex
CREATE INDEX "Ticket_deskId_status_priorityRank_openedAt_number_idx" ON "Ticket"("deskId", "status", "priorityRank", "openedAt", "number");

-- CreateIndex
CREATE INDEX "Ticket_deskId_ownerId_status_idx" ON "Ticket"("deskId", "ownerId", "status");

-- CreateIndex
CREATE INDEX "Ticket_nextDueAt_idx" ON "Ticket"("nextDueAt");

-- CreateIndex
CREATE INDEX "Ticket_deskId_closedAt_idx" ON "Ticket"("deskId", "closedAt");

-- CreateIndex
CREATE INDEX "Ticket_deskId_category_symptom_openedAt_idx" ON "Ticket"("deskId", "category", "symptom", "openedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Ticket_deskId_externalId_key" ON "Ticket"("deskId", "externalId");

-- CreateIndex
CREATE INDEX "Incident_deskId_status_idx" ON "Incident"("deskId", "status");

-- CreateIndex
CREATE INDEX "Incident_nextDueAt_idx" ON "Incident"("nextDueAt");

-- CreateIndex
CREATE INDEX "Shift_deskId_personId_startsAt_idx" ON "Shift"("deskId", "personId", "startsAt");

-- CreateIndex
CREATE INDEX "Shift_deskId_status_endedAt_idx" ON "Shift"("deskId", "status", "endedAt");

-- CreateIndex
CREATE INDEX "Shift_nextDueAt_idx" ON "Shift"("nextDueAt");

-- CreateIndex
CREATE UNIQUE INDEX "Shift_deskId_openFor_key" ON "Shift"("deskId", "openFor");

-- CreateIndex
CREATE INDEX "Exception_deskId_authorId_status_idx" ON "Exception"("deskId", "authorId", "status");

-- CreateIndex
CREATE INDEX "Exception_deskId_ticket_idx" ON "Exception"("deskId", "ticket");

-- CreateIndex
CREATE INDEX "Exception_deskId_draftKey_idx" ON "Exception"("deskId", "draftKey");

-- CreateIndex
CREATE INDEX "Exception_deskId_loggedAt_number_idx" ON "Exception"("deskId", "loggedAt", "number");

-- CreateIndex
CREATE INDEX "Exception_nextDueAt_idx" ON "Exception"("nextDueAt");

-- CreateIndex
CREATE INDEX "Event_deskId_type_at_idx" ON "Event"("deskId", "type", "at");

-- CreateIndex
CREATE INDEX "Event_at_idx" ON "Event" USING BRIN ("at");

-- CreateIndex
CREATE UNIQUE INDEX "Event_deskId_requestKey_key" ON "Event"("deskId", "requestKey");

-- CreateIndex
CREATE UNIQUE INDEX "Notice_key_key" ON "Notice"("key");

-- CreateIndex
CREATE INDEX "Notice_deskId_channelId_state_urgency_id_idx" ON "Notice"("deskId", "channelId", "state", "urgency", "id");

-- CreateIndex
CREATE INDEX "Notice_deskId_lane_state_id_idx" ON "Notice"("deskId", "lane", "state", "id");

-- CreateIndex
CREATE INDEX "Notice_deskId_stream_seq_idx" ON "Notice"("deskId", "stream", "seq");

-- CreateIndex
CREATE INDEX "Notice_deskId_state_createdAt_idx" ON "Notice"("deskId", "state", "createdAt");

-- CreateIndex
CREATE INDEX "Notice_sentAt_idx" ON "Notice" USING BRIN ("sentAt");

-- CreateIndex
CREATE UNIQUE INDEX "Notice_deskId_pendingSurface_key" ON "Notice"("deskId", "pendingSurface");

-- CreateIndex
CREATE INDEX "Posted_deskId_stream_lane_idx" ON "Posted"("deskId", "stream", "lane");

-- AddForeignKey
ALTER TABLE "Member" ADD CONSTRAINT "Member_deskId_fkey" FOREIGN KEY ("deskId") REFERENCES "Desk"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Ticket" ADD CONSTRAINT "Ticket_deskId_fkey" FOREIGN KEY ("deskId") REFERENCES "Desk"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Incident" ADD CONSTRAINT "Incident_deskId_fkey" FOREIGN KEY ("deskId") REFERENCES "Desk"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Shift" ADD CONSTRAINT "Shift_deskId_fkey" FOREIGN KEY ("deskId") REFERENCES "Desk"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Exception" ADD CONSTRAINT "Exception_deskId_fkey" FOREIGN KEY ("deskId") REFERENCES "Desk"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Event" ADD CONSTRAINT "Event_deskId_fkey" FOREIGN KEY ("deskId") REFERENCES "Desk"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notice" ADD CONSTRAINT "Notice_deskId_fkey" FOREIGN KEY ("deskId") REFERENCES "Desk"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Surface" ADD CONSTRAINT "Surface_deskId_fkey" FOREIGN KEY ("deskId") REFERENCES "Desk"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Posted" ADD CONSTRAINT "Posted_deskId_fkey" FOREIGN KEY ("deskId") REFERENCES "Desk"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ChannelPace" ADD CONSTRAINT "ChannelPace_deskId_fkey" FOREIGN KEY ("deskId") REFERENCES "Desk"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Job" ADD CONSTRAINT "Job_deskId_fkey" FOREIGN KEY ("deskId") REFERENCES "Desk"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AuditFinding" ADD CONSTRAINT "AuditFinding_deskId_fkey" FOREIGN KEY ("deskId") REFERENCES "Desk"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
