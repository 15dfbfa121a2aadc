-- The next job of a name in one step, however many others wait.
CREATE INDEX job_next ON job (name, priority DESC, seq) WHERE state = 'ready';
