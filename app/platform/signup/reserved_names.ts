/** Names that would be taken for ours, that a host needs for itself, or that browsers and mailers ask for. */
export const RESERVED_NAMES: readonly string[] =
  `www admin api app account accounts auth billing blog bkash callback callbacks cdn dashboard dev
   docs email ftp gateway help hotspot inbox internal ip localhost login logout mail metrics mikrotik
   nagad ns ns1 ns2 pay payment payments platform portal portico radius root security signup smtp sso
   staff static status stripe support system test vpn webhook webhooks wifi wireguard www1 www2
   abuse administrator alpha about assets autoconfig autodiscover beta broadcasthost careers choose
   community contact css customer customers demo-admin dns download downloads files forum git
   health home hostmaster http https images imap img info invitations invite isatap js jobs legal
   live local media mobile mx network news noc noreply no-reply null oauth official operator owner
   pop pop3 postmaster press preview privacy prod production public register sales secure server
   service services settings shop signin sms ssl staging store sysadmin team terms tls tunnel undefined
   update upload uploads user users verify web webmail webmaster wpad`.split(/\s+/)

/** Whoever has this in the name would be taken for us. */
export const OUR_NAME = 'portico'
