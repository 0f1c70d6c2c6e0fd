import { fail, portico } from './portico.js'

portico().ace().handle(process.argv.splice(2)).catch(fail)
