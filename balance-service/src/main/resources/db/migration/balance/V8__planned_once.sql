-- A batch is never planned for its own length: that takes as long as to run it. The functions keep PostgreSQL from scans by
-- themselves, so a plan for any length is as good.
ALTER FUNCTION balance.post SET plan_cache_mode = force_generic_plan;
ALTER FUNCTION balance.held SET plan_cache_mode = force_generic_plan;
ALTER FUNCTION balance.purses SET plan_cache_mode = force_generic_plan;
