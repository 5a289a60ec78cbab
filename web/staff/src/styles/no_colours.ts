// Stands in for tailwindcss/colors, which Nuxt UI asks for the default of a palette: we have none but our own.
export default {};
