-- CreateTable
CREATE TABLE "tax_rates" (
    "id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "country" CHAR(2) NOT NULL,
    "region" TEXT,
    "category" TEXT,
    "rate_ppm" INTEGER NOT NULL,
    "inclusive" BOOLEAN NOT NULL,
    "rounding" TEXT NOT NULL,
    "rounded_per" TEXT NOT NULL,
    "valid_from" TIMESTAMPTZ(3) NOT NULL,
    "valid_to" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tax_rates_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "shipping_methods" (
    "id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "countries" TEXT[],
    "classes" TEXT[],
    "min_weight_grams" INTEGER NOT NULL DEFAULT 0,
    "max_weight_grams" INTEGER,
    "position" INTEGER NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "shipping_methods_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "shipping_rates" (
    "method_id" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "base_minor" BIGINT NOT NULL,
    "step_grams" INTEGER,
    "per_step_minor" BIGINT,
    "free_from_minor" BIGINT,
    "min_subtotal_minor" BIGINT NOT NULL DEFAULT 0,
    "max_subtotal_minor" BIGINT,

    CONSTRAINT "shipping_rates_pkey" PRIMARY KEY ("method_id","currency")
);

-- CreateTable
CREATE TABLE "audit" (
    "id" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "target_type" TEXT NOT NULL,
    "target_id" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "request_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "shipping_methods_code_key" ON "shipping_methods"("code");

-- CreateIndex
CREATE INDEX "audit_of_target" ON "audit"("target_id", "created_at" DESC);

-- AddForeignKey
ALTER TABLE "shipping_rates" ADD CONSTRAINT "shipping_rates_method_id_fkey" FOREIGN KEY ("method_id") REFERENCES "shipping_methods"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma cannot express.

CREATE EXTENSION IF NOT EXISTS btree_gist;

ALTER TABLE "tax_rates"
    ADD CONSTRAINT "tax_rates_code_check" CHECK ("code" ~ '^[A-Z0-9][A-Z0-9_-]{0,63}$'),
    ADD CONSTRAINT "tax_rates_country_check" CHECK ("country" ~ '^[A-Z]{2}$'),
    ADD CONSTRAINT "tax_rates_rate_check" CHECK ("rate_ppm" BETWEEN 0 AND 1000000),
    ADD CONSTRAINT "tax_rates_rounding_check" CHECK ("rounding" IN ('HALF_UP', 'HALF_EVEN') AND "rounded_per" IN ('LINE', 'ORDER')),
    ADD CONSTRAINT "tax_rates_validity_check" CHECK ("valid_to" > "valid_from"),
    ADD CONSTRAINT "tax_rates_version_check" CHECK ("version" > 0),
    -- Two rates for the same thing at the same time would leave the choice to chance.
    ADD CONSTRAINT "tax_rates_overlap" EXCLUDE USING gist (
        "country" WITH =, coalesce("region", '') WITH =, coalesce("category", '') WITH =, tstzrange("valid_from", "valid_to") WITH &&
    );

ALTER TABLE "shipping_methods"
    ADD CONSTRAINT "shipping_methods_code_check" CHECK ("code" ~ '^[A-Z0-9][A-Z0-9_-]{0,63}$'),
    ADD CONSTRAINT "shipping_methods_classes_check" CHECK ("classes" <@ ARRAY['PARCEL', 'BULKY', 'FREIGHT']),
    ADD CONSTRAINT "shipping_methods_weight_check" CHECK ("min_weight_grams" >= 0 AND "max_weight_grams" >= "min_weight_grams"),
    ADD CONSTRAINT "shipping_methods_version_check" CHECK ("version" > 0);

ALTER TABLE "shipping_rates"
    ADD CONSTRAINT "shipping_rates_amounts_check" CHECK ("base_minor" >= 0 AND "per_step_minor" >= 0 AND "free_from_minor" >= 0),
    ADD CONSTRAINT "shipping_rates_steps_check" CHECK (("step_grams" IS NULL) = ("per_step_minor" IS NULL) AND "step_grams" > 0),
    ADD CONSTRAINT "shipping_rates_subtotal_check" CHECK ("min_subtotal_minor" >= 0 AND "max_subtotal_minor" >= "min_subtotal_minor"),
    ADD CONSTRAINT "shipping_rates_currency_check" CHECK ("currency" ~ '^[A-Z]{3}$');

CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE restrict_violation USING MESSAGE = 'the audit is append-only';
END $$;

CREATE TRIGGER "audit_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit" FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
