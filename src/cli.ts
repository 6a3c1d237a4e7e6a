const x: number = 1
console.log(x, process.version, process.argv.slice(2))
