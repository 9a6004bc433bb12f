-- Which rows of a projection are read, and which are being written beside them.
CREATE TABLE "event_projections" (
    "name" TEXT NOT NULL,
    "version" SMALLINT NOT NULL,
    "generation" INTEGER NOT NULL,
    "building" INTEGER,
    "failure" TEXT,
    "failed_generation" INTEGER,

    CONSTRAINT "event_projections_pkey" PRIMARY KEY ("name")
);
