# Checked in, so that a cross build has them; tests/unit/test-command compares
# them with the command table.  Make them anew: make update-completions
bashcompletiondir = $(datadir)/bash-completion/completions
zshcompletiondir = $(datadir)/zsh/site-functions
fishcompletiondir = $(datadir)/fish/vendor_completions.d

dist_bashcompletion_DATA = %reldir%/tend.bash
dist_zshcompletion_DATA = %reldir%/_tend
dist_fishcompletion_DATA = %reldir%/tend.fish

update-completions: tend
	./tend help --completion=bash >$(srcdir)/%reldir%/tend.bash
	./tend help --completion=zsh >$(srcdir)/%reldir%/_tend
	./tend help --completion=fish >$(srcdir)/%reldir%/tend.fish
.PHONY: update-completions
