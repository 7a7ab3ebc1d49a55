# Made by 'tend help --completion=bash'; do not edit.
_tend()
{
	local current=${COMP_WORDS[COMP_CWORD]}
	local command= options commands i

	for ((i = 1; i < COMP_CWORD; i++)); do
		case ${COMP_WORDS[i]} in
		--config) ((i++)) ;;
		--format-version) ((i++)) ;;
		-* | =) ;;
		*) command=${COMP_WORDS[i]}; break ;;
		esac
	done
	commands='init status doctor config help ingest import rebuild backup restore sync watch stalled week show history list find why log stage tag track note snooze done no mute merge split forget undo export digest report draft'
	case $command in
	init) options=' --name= --host= --port= --tls= --ca-file= --pin= --user= --password-command= --token-command= --identities= --folders= --flag= --yes --dry-run' ;;
	status) options='' ;;
	doctor) options=' --offline' ;;
	config) options=' --check --file' ;;
	help) options='' ;;
	ingest) options=' --account= --folder=' ;;
	import) options=' --due= --tag= --map= --yes --dry-run' ;;
	rebuild) options='' ;;
	backup) options=' --force' ;;
	restore) options=' --yes' ;;
	sync) options=' --deep' ;;
	watch) options='' ;;
	stalled) options=' --waiting' ;;
	week) options='' ;;
	show) options='' ;;
	history) options=' --limit= --reverse' ;;
	list) options=' --sightings' ;;
	find) options=' --no-header' ;;
	why) options='' ;;
	log) options=' --in --out --both --new' ;;
	stage) options='' ;;
	tag) options='' ;;
	track) options=' --off --suggest' ;;
	note) options='' ;;
	snooze) options='' ;;
	done) options=' --all' ;;
	no) options='' ;;
	mute) options=' --off' ;;
	merge) options=' --suggest' ;;
	split) options='' ;;
	forget) options=' --yes' ;;
	undo) options=' --list' ;;
	export) options='' ;;
	digest) options=' --deliver --html' ;;
	report) options=' --since= --html= --deliver' ;;
	draft) options=' --print --angle= --again --templates' ;;
	esac
	options+=' --config= --json --format-version= --debug --help --version'
	case $current in
	-*) mapfile -t COMPREPLY < <(compgen -W "$options" -- "$current") ;;
	*)
		if [[ -z $command || $command == help ]]; then
			mapfile -t COMPREPLY < <(compgen -W "$commands" -- "$current")
		else
			mapfile -t COMPREPLY < <(compgen -f -- "$current")
		fi ;;
	esac
	[[ ${COMPREPLY[0]} == *= ]] && compopt -o nospace
	return 0
}
complete -o filenames -F _tend tend
