/** Stands for a style sheet, picture or binary that a bundler would turn into an address. */
module.exports = 'asset';
