dist_man_MANS += %reldir%/tend.1 %reldir%/tend-config.5 %reldir%/tend-json.5 \
	%reldir%/tend-templates.5
