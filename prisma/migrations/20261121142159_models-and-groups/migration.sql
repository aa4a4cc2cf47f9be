-- AlterTable
ALTER TABLE "connections" ADD COLUMN     "weight" DOUBLE PRECISION NOT NULL DEFAULT 1,
ADD COLUMN     "when_filter_fails" TEXT NOT NULL DEFAULT 'closed';

-- CreateTable
CREATE TABLE "models" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT,
    "description" TEXT,
    "base_model_id" TEXT,
    "enabled" BOOLEAN NOT NULL,
    "hidden" BOOLEAN NOT NULL,
    "owner_id" TEXT,
    "restricted" BOOLEAN NOT NULL,
    "data" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "models_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "model_grants" (
    "id" BIGSERIAL NOT NULL,
    "model_id" TEXT NOT NULL,
    "user_id" TEXT,
    "group_id" TEXT,
    "permission" TEXT NOT NULL,

    CONSTRAINT "model_grants_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "groups" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "groups_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "group_members" (
    "group_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,

    CONSTRAINT "group_members_pkey" PRIMARY KEY ("group_id","user_id")
);

-- CreateTable
CREATE TABLE "arena_picks" (
    "arena_id" TEXT NOT NULL,
    "model_id" TEXT NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "arena_picks_pkey" PRIMARY KEY ("arena_id","model_id")
);

-- CreateIndex
CREATE INDEX "models_owner_id_idx" ON "models"("owner_id");

-- CreateIndex
CREATE INDEX "model_grants_user_id_idx" ON "model_grants"("user_id");

-- CreateIndex
CREATE INDEX "model_grants_group_id_idx" ON "model_grants"("group_id");

-- CreateIndex
CREATE UNIQUE INDEX "model_grants_model_id_user_id_key" ON "model_grants"("model_id", "user_id");

-- CreateIndex
CREATE UNIQUE INDEX "model_grants_model_id_group_id_key" ON "model_grants"("model_id", "group_id");

-- CreateIndex
CREATE UNIQUE INDEX "model_grants_everyone_key" ON "model_grants"("model_id") WHERE (user_id IS NULL AND group_id IS NULL);

-- CreateIndex
CREATE UNIQUE INDEX "groups_name_key" ON "groups"("name");

-- CreateIndex
CREATE INDEX "group_members_user_id_idx" ON "group_members"("user_id");

-- AddForeignKey
ALTER TABLE "models" ADD CONSTRAINT "models_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model_grants" ADD CONSTRAINT "model_grants_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "models"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model_grants" ADD CONSTRAINT "model_grants_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model_grants" ADD CONSTRAINT "model_grants_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "groups"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "group_members" ADD CONSTRAINT "group_members_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "groups"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "group_members" ADD CONSTRAINT "group_members_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A grant opens a model to one principal.
ALTER TABLE "model_grants" ADD CONSTRAINT "model_grants_principal_check" CHECK ("user_id" IS NULL OR "group_id" IS NULL);
