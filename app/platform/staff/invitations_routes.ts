import router from '@adonisjs/core/services/router'
import { appUrl } from '#config/app'
import { middleware } from '#start/kernel'

const InvitationsController = () => import('#platform/staff/invitations_controller')

/** 32 octets in base64url; what is no token names no invitation. */
const token = /^[\w-]{43}$/

router
  .group(() => {
    router.get('/', [InvitationsController, 'show']).as('invitation')
    router.post('/join', [InvitationsController, 'join']).as('invitation.join')
    router
      .group(() => {
        router.get('/signed-in', [InvitationsController, 'signedIn']).as('invitation.signed_in')
        router.post('/accept', [InvitationsController, 'accept']).as('invitation.accept')
      })
      .use(middleware.account())
  })
  .prefix('/invitations/:token')
  .domain(appUrl.hostname)
  .where('token', token)
