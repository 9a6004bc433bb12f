import { allOf, anyOf, anyone, owner, scope, signedIn, type PermissionTree } from '@agora/subgraph-kit/permissions.ts'

import type { User } from './accounts/user.ts'

const ownAccount = scope('account:read')
const changeOwnAccount = scope('account:write')
const readUsers = scope('users:read')
const writeUsers = scope('users:write')
const writeRoles = scope('roles:write')
const readAudit = scope('audit:read')
const readOperations = scope('operations:read')

/** An account's own owner, or staff that may read users. */
const ownerOfAccount = anyOf(
  allOf(
    ownAccount,
    owner<Pick<User, 'id'>>(({ id }, { sub }) => id === sub),
  ),
  readUsers,
)
/** The same for what belongs to an account. */
const ownerOfPart = anyOf(
  allOf(
    ownAccount,
    owner<{ readonly userId: string }>(({ userId }, { sub }) => userId === sub),
  ),
  readUsers,
)
/** Pages and edges: what they hold was chosen for the viewer by the field that they are in. */
const ownPage = anyOf(ownAccount, readUsers)

/** Who may read which field. What is not named here is denied. */
export const permissions: PermissionTree = {
  Query: { me: anyone, user: readUsers, users: readUsers, notifications: readOperations },
  Mutation: {
    register: anyone,
    verifyEmail: anyone,
    resendVerification: anyone,
    requestPasswordReset: anyone,
    resetPassword: anyone,
    confirmEmailChange: anyone,
    startGuestSession: anyone,
    signIn: anyone,
    refreshSession: anyone,
    updateProfile: changeOwnAccount,
    changePassword: changeOwnAccount,
    requestEmailChange: changeOwnAccount,
    deactivateAccount: changeOwnAccount,
    signOut: changeOwnAccount,
    signOutEverywhere: changeOwnAccount,
    endSession: changeOwnAccount,
    addAddress: changeOwnAccount,
    updateAddress: changeOwnAccount,
    removeAddress: changeOwnAccount,
    updateNotificationPreferences: changeOwnAccount,
    setUserRoles: writeRoles,
    deactivateUser: writeUsers,
    reactivateUser: writeUsers,
  },
  User: {
    id: anyone,
    displayName: signedIn,
    email: ownerOfAccount,
    emailVerified: ownerOfAccount,
    roles: ownerOfAccount,
    status: ownerOfAccount,
    createdAt: ownerOfAccount,
    version: ownerOfAccount,
    addresses: ownerOfAccount,
    defaultShippingAddress: ownerOfAccount,
    defaultBillingAddress: ownerOfAccount,
    sessions: ownerOfAccount,
    notificationPreferences: ownerOfAccount,
    auditTrail: readAudit,
  },
  Address: {
    id: anyone,
    recipient: ownerOfPart,
    company: ownerOfPart,
    line1: ownerOfPart,
    line2: ownerOfPart,
    city: ownerOfPart,
    region: ownerOfPart,
    postalCode: ownerOfPart,
    countryCode: ownerOfPart,
    phone: ownerOfPart,
    isDefaultShipping: ownerOfPart,
    isDefaultBilling: ownerOfPart,
    version: ownerOfPart,
  },
  Session: {
    id: anyone,
    device: ownerOfPart,
    current: ownerOfPart,
    authenticationMethods: ownerOfPart,
    authenticatedAt: ownerOfPart,
    createdAt: ownerOfPart,
    lastUsedAt: ownerOfPart,
    expiresAt: ownerOfPart,
  },
  NotificationPreference: { '*': ownPage },
  Notification: { '*': readOperations },
  NotificationConnection: { '*': readOperations },
  NotificationEdge: { '*': readOperations },
  UserConnection: { '*': readUsers },
  UserEdge: { '*': readUsers },
  AddressConnection: { '*': ownPage },
  AddressEdge: { '*': ownPage },
  SessionConnection: { '*': ownPage },
  SessionEdge: { '*': ownPage },
  UserAuditEntry: { '*': readAudit },
  UserAuditEntryConnection: { '*': readAudit },
  UserAuditEntryEdge: { '*': readAudit },
  PageInfo: { '*': anyone },
  RegisterPayload: { '*': anyone },
  VerifyEmailPayload: { '*': anyone },
  ResendVerificationPayload: { '*': anyone },
  RequestPasswordResetPayload: { '*': anyone },
  ResetPasswordPayload: { '*': anyone },
  ConfirmEmailChangePayload: { '*': anyone },
  StartGuestSessionPayload: { '*': anyone },
  SignInPayload: { '*': anyone },
  RefreshSessionPayload: { '*': anyone },
  UpdateProfilePayload: { '*': changeOwnAccount },
  ChangePasswordPayload: { '*': changeOwnAccount },
  RequestEmailChangePayload: { '*': changeOwnAccount },
  DeactivateAccountPayload: { '*': changeOwnAccount },
  SignOutPayload: { '*': changeOwnAccount },
  SignOutEverywherePayload: { '*': changeOwnAccount },
  EndSessionPayload: { '*': changeOwnAccount },
  AddAddressPayload: { '*': changeOwnAccount },
  UpdateAddressPayload: { '*': changeOwnAccount },
  RemoveAddressPayload: { '*': changeOwnAccount },
  UpdateNotificationPreferencesPayload: { '*': changeOwnAccount },
  SetUserRolesPayload: { '*': writeRoles },
  DeactivateUserPayload: { '*': writeUsers },
  ReactivateUserPayload: { '*': writeUsers },
  NotificationUserError: { '*': anyone },
  AccountUserError: { '*': anyone },
  SignInUserError: { '*': anyone },
  AddressUserError: { '*': anyone },
  StaffUserError: { '*': anyone },
}
