import { RequestValidator } from '@adonisjs/core/http'

/** Field messages in the language of the page, from resources/lang/<locale>/validator.json. */
RequestValidator.messagesProvider = (ctx) => ctx.i18n.createMessagesProvider()
