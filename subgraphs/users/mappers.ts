/** Which types of the SDL stand for types of our own; the generated resolver types are checked against them. */
export const mappers = {
  User: '../accounts/user.ts#User as UserRow',
  Address: '../addresses/address.ts#Address as AddressRow',
  Session: '../sessions/sessionRepository.ts#Session as SessionRow',
  Notification: '../notifications/notificationList.ts#NotificationEntry',
  NotificationConnection: '../notifications/queries.ts#NotificationPage',
  UserConnection: '../staff/resolvers.ts#UserList',
  UserAuditEntry: '../staff/auditTrail.ts#AuditEntry',
}
