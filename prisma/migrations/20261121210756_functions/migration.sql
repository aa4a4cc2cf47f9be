-- CreateTable
CREATE TABLE "functions" (
    "id" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    "global" BOOLEAN NOT NULL,
    "version" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "manifest" JSONB NOT NULL,
    "valves_cipher" TEXT,
    "file" TEXT,
    "shipped" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "functions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "function_versions" (
    "function_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "saved_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "function_versions_pkey" PRIMARY KEY ("function_id","version")
);

-- CreateTable
CREATE TABLE "function_user_valves" (
    "function_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "valves_cipher" TEXT NOT NULL,

    CONSTRAINT "function_user_valves_pkey" PRIMARY KEY ("function_id","user_id")
);

-- CreateTable
CREATE TABLE "function_storage" (
    "function_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,

    CONSTRAINT "function_storage_pkey" PRIMARY KEY ("function_id","key")
);

-- CreateIndex
CREATE INDEX "function_user_valves_user_id_idx" ON "function_user_valves"("user_id");

-- AddForeignKey
ALTER TABLE "function_versions" ADD CONSTRAINT "function_versions_function_id_fkey" FOREIGN KEY ("function_id") REFERENCES "functions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "function_user_valves" ADD CONSTRAINT "function_user_valves_function_id_fkey" FOREIGN KEY ("function_id") REFERENCES "functions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "function_user_valves" ADD CONSTRAINT "function_user_valves_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "function_storage" ADD CONSTRAINT "function_storage_function_id_fkey" FOREIGN KEY ("function_id") REFERENCES "functions"("id") ON DELETE CASCADE ON UPDATE CASCADE;
