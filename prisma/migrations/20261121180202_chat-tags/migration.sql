-- AlterTable
ALTER TABLE "chats" ADD COLUMN     "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "tags_source" TEXT;
