-- AlterTable
ALTER TABLE "functions" ALTER COLUMN "manifest" SET DATA TYPE JSON;
