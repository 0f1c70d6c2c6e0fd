import { fail, portico } from './portico.js'

portico().httpServer().start().catch(fail)
