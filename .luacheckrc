std = "lua54"
max_line_length = 120
files["spec/**/*_spec.lua"].std = "lua54+busted"
files["lua/sesame/ses/regions.lua"].max_line_length = false -- data, a row a line
self = false
ignore = { "432/self" } -- a method within a method
exclude_files = { "build/**" }
