ALTER TABLE "countersignatures" DROP CONSTRAINT "countersignatures_round_id_bare_unique";--> statement-breakpoint
ALTER TABLE "countersignatures" DROP CONSTRAINT "countersignatures_round_id_account_id_pk";--> statement-breakpoint
ALTER TABLE "scrutineer_signatures" DROP CONSTRAINT "scrutineer_signatures_round_id_account_id_pk";--> statement-breakpoint
ALTER TABLE "countersignatures" ADD COLUMN "leaf" bigint GENERATED ALWAYS AS ((substring(note from E'\nresult ([0-9]+)\n'))::bigint) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "scrutineer_signatures" ADD COLUMN "leaf" bigint GENERATED ALWAYS AS ((substring(note from E'\nresult ([0-9]+)\n'))::bigint) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "timestamps" ADD COLUMN "root" "bytea";--> statement-breakpoint
ALTER TABLE "countersignatures" ADD CONSTRAINT "countersignatures_round_id_account_id_leaf_pk" PRIMARY KEY("round_id","account_id","leaf");--> statement-breakpoint
ALTER TABLE "scrutineer_signatures" ADD CONSTRAINT "scrutineer_signatures_round_id_account_id_leaf_pk" PRIMARY KEY("round_id","account_id","leaf");--> statement-breakpoint
ALTER TABLE "countersignatures" ADD CONSTRAINT "countersignatures_round_id_leaf_bare_unique" UNIQUE("round_id","leaf","bare");