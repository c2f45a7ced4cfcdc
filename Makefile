# Each target sets up .venv by itself, once; `make demo` and `make test` need nothing but Python >= 3.11 and make.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
KILLS ?= 30
DATABASE ?= sqlite

.PHONY: demo test check trace evaluate fuzz bench simulate kill-storm power-cut backlog sweep year screenshots lock clean

demo: $(READY)
	$(BIN)/mailbot demo --no-serve

test: $(READY)
	$(BIN)/python -m pytest -q -n 2 --dist worksteal

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Which test shows which assertion, from the markers of the tests, into tests/ASSERTIONS.md.
trace: $(READY)
	$(BIN)/python -m tests.traceability

# How well messages are understood, against ../shared/corpus and tests/messages. ONLY=set
evaluate: $(READY)
	$(BIN)/python -W ignore -m benchmarks.evaluate --only "$(ONLY)"

# Coverage-guided fuzzing of the reader, Linux only; findings are written to demo-output/fuzz. MINUTES=n
fuzz: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'atheris>=3,<4'
	$(BIN)/python -W ignore -m benchmarks.fuzz --minutes $(or $(MINUTES),60)

# Real Dovecot → mailbot run --once → SMTP sink. MESSAGES=n DATABASE=sqlite|postgresql
bench: $(READY)
	$(BIN)/python -W ignore -m benchmarks.end_to_end --messages $(or $(MESSAGES),2000) --database $(DATABASE)

# Histories with a fault at any seam, one a seed; what must hold is asked after each step.
# SEEDS=n FIRST=n JOBS=n, or SEED=n to be told one step by step
simulate: $(READY)
	$(BIN)/python -W ignore -m benchmarks.simulate --seeds $(or $(SEEDS),1000) --first $(or $(FIRST),0) \
	  --jobs $(or $(JOBS),1) $(if $(SEED),--seed $(SEED) --trace)

# SIGKILL at random moments or at each system call, restarted each time.
# KILLS=n MESSAGES=n MODE=random|syscall LANES=n DATABASE=sqlite|postgresql
kill-storm: $(READY)
	$(BIN)/python -W ignore -m benchmarks.kill_storm --kills $(KILLS) --messages $(or $(MESSAGES),$(KILLS)) \
	  --mode $(or $(MODE),random) --lanes $(or $(LANES),2) --database $(DATABASE)

# Power cuts on a file system of its own, Linux as root only. CUTS=n DATABASE=sqlite|postgresql
power-cut: $(READY)
	$(BIN)/python -W ignore -m benchmarks.power_cut --cuts $(or $(CUTS),200) --database $(DATABASE)

# A mailbox that was not read for weeks, killed every minute. MESSAGES=n LARGE=n DATABASE=sqlite|postgresql
backlog: $(READY)
	$(BIN)/python -W ignore -m benchmarks.backlog --messages $(or $(MESSAGES),2000) --large $(or $(LARGE),0) \
	  --database $(DATABASE)

# Whole years of reminders against an oracle of their own, one a seed. CASES=n FIRST=n SEEDS=n DATABASE=…
year: $(READY)
	$(BIN)/python -W ignore -m benchmarks.year --cases $(or $(CASES),2000) --first $(or $(FIRST),0) \
		--seeds $(or $(SEEDS),1) --database $(DATABASE)

# A sweep over open deadlines: seconds and memory. DEADLINES=n DATABASE=sqlite|postgresql
sweep: $(READY)
	$(BIN)/python -W ignore -m benchmarks.sweep --deadlines $(or $(DEADLINES),100000) --database $(DATABASE)

# Pictures of the main letters, for the README; needs Chromium.
screenshots: $(READY)
	$(BIN)/python -m benchmarks.screenshots examples/letters

# Every dependency with its hashes, for any platform, without index addresses.
lock: $(READY)
	$(BIN)/uv pip compile --generate-hashes --universal --python-version 3.11 --no-header --no-annotate \
	  --no-emit-index-url --all-extras --group dev pyproject.toml -o requirements.lock -q

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "mailbot needs Python 3.11 or newer: make PYTHON=python3.11 …")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

clean:
	rm -rf .venv build dist demo-output .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
