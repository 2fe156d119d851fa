-- A batch is never planned for its own length: that takes as long as to run it. The functions keep PostgreSQL from scans by
-- themselves, so a plan for any length is as good.
ALTER FUNCTION recharge.accept_all SET plan_cache_mode = force_generic_plan;
ALTER FUNCTION recharge.change_all SET plan_cache_mode = force_generic_plan;
