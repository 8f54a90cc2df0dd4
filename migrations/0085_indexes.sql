CREATE INDEX "one_time_tokens_email" ON "one_time_tokens" USING btree ("purpose","email");--> statement-breakpoint
CREATE INDEX "one_time_tokens_account" ON "one_time_tokens" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "one_time_tokens_expiry" ON "one_time_tokens" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "notifications_account" ON "notifications" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "notifications_dedupe_prefix" ON "notifications" USING btree ("dedupe" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "proposals_round" ON "proposals" USING btree ("round_id");--> statement-breakpoint
CREATE INDEX "results_city" ON "results" USING btree ("city_id");--> statement-breakpoint
CREATE INDEX "results_entry" ON "results" USING btree ("entry_id");--> statement-breakpoint
CREATE INDEX "criteria_rubric" ON "criteria" USING btree ("rubric_id");--> statement-breakpoint
CREATE INDEX "rubrics_cycle" ON "rubrics" USING btree ("cycle_id");--> statement-breakpoint
CREATE INDEX "stored_files_entry" ON "stored_files" USING btree (("metadata" ->> 'entryId'));