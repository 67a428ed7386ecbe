std = "lua54"
max_line_length = 140
files["spec/**/*_spec.lua"].std = "lua54+busted"
files["lua/sesame/ses/**"].max_line_length = false -- data, a row a line
exclude_files = { "build/**" }
