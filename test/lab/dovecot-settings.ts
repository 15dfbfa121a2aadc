/** All paths are below `runFolder`: Dovecot takes a space in some of them for the end of the path, and a clone may lie anywhere. */
export interface DovecotSettings {
  /** Where mail, log and state are kept. */
  readonly place: string;
  /** Sockets, pid file, links to everything else; short, since a socket's path has at most 107 bytes. */
  readonly runFolder: string;
  readonly imapPort: number;
  readonly imapsPort: number;
  readonly certificateFile: string;
  readonly keyFile: string;
  readonly userName: string;
  readonly groupName: string;
  readonly uid: number;
  readonly gid: number;
  readonly mailFsync: 'never' | 'always' | 'optimized';
  /** The programs and modules of an unpacked Dovecot, or null for the machine's own. */
  readonly libexecFolder: string | null;
}

/** Settings of a Dovecot that needs no root and reads nothing from /etc. */
export function dovecotSettings(version: string, settings: DovecotSettings): string {
  return version.startsWith('2.3') ? settings23(settings) : settings24(version, settings);
}

/** One line of the users file. `quotaBytes` in the words of this version. */
export function userLine(version: string, name: string, password: string, quotaBytes: number | undefined): string {
  const field = version.startsWith('2.3') ? 'userdb_quota_rule=*:storage=' : 'userdb_quota/User/quota_storage_size=';
  return `${name}:{PLAIN}${password}::::::${quotaBytes === undefined ? '' : `${field}${quotaBytes}B`}\n`;
}

const unpackedModules = (libexec: string | null) =>
  libexec === null
    ? ''
    : `libexec_dir = ${libexec}
mail_plugin_dir = ${libexec}/modules
login_plugin_dir = ${libexec}/modules/login
`;

/** The empty `chroot =` lines are what lets an ordinary user run it. */
const services = ({ imapPort, imapsPort }: DovecotSettings) => `service imap-login {
  chroot =
  inet_listener imap {
    port = ${imapPort}
  }
  inet_listener imaps {
    port = ${imapsPort}
    ssl = yes
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
`;

function settings23(s: DovecotSettings): string {
  return `base_dir = ${s.runFolder}
state_dir = ${s.place}/state
log_path = ${s.place}/log/dovecot.log
instance_name = laboratory-${s.imapPort}
listen = 127.0.0.1
protocols = imap
${unpackedModules(s.libexecFolder)}${s.libexecFolder === null ? '' : 'import_environment = $import_environment LD_LIBRARY_PATH\n'}default_internal_user = ${s.userName}
default_internal_group = ${s.groupName}
default_login_user = ${s.userName}
first_valid_uid = 0
ssl = yes
ssl_cert = <${s.certificateFile}
ssl_key = <${s.keyFile}
ssl_min_protocol = TLSv1.2
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_username_format = %Ln
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%u ${s.place}/users
}
userdb {
  driver = static
  args = uid=${s.uid} gid=${s.gid} home=${s.place}/mail/%u
}
mail_location = maildir:~/Maildir
mail_attribute_dict = file:%h/dovecot-attributes
mail_plugins = acl quota
mailbox_list_index = yes
mail_fsync = ${s.mailFsync}
namespace inbox {
  inbox = yes
  type = private
  separator = /
  mailbox Archive {
    auto = subscribe
    special_use = \\Archive
  }
}
namespace shared {
  type = shared
  separator = /
  prefix = shared/%%u/
  location = maildir:%%h/Maildir:INDEXPVT=~/shared/%%u
  subscriptions = no
  list = children
}
plugin {
  acl = vfile
  acl_shared_dict = file:${s.place}/state/shared-mailboxes.db
  quota = count:User quota
  quota_vsizes = yes
  quota_rule = *:storage=2G
  quota_max_mail_size = 60M
  quota_grace = 0
}
protocol imap {
  mail_plugins = $mail_plugins imap_acl imap_quota
  imap_metadata = yes
  mail_max_userip_connections = 50
}
${services(s)}`;
}

/** The same in the words of 2.4, whose settings were renamed throughout. @see doc.dovecot.org, "Upgrading from 2.3 to 2.4" */
function settings24(version: string, s: DovecotSettings): string {
  const number = /^2\.\d+\.\d+/.exec(version)?.[0] ?? '2.4.0';
  return `dovecot_config_version = ${number}
dovecot_storage_version = ${number}
base_dir = ${s.runFolder}
state_dir = ${s.place}/state
log_path = ${s.place}/log/dovecot.log
instance_name = laboratory-${s.imapPort}
listen = 127.0.0.1
protocols = imap
${unpackedModules(s.libexecFolder)}${s.libexecFolder === null ? '' : 'import_environment {\n  LD_LIBRARY_PATH = %{env:LD_LIBRARY_PATH}\n}\n'}default_internal_user = ${s.userName}
default_internal_group = ${s.groupName}
default_login_user = ${s.userName}
first_valid_uid = 0
ssl = yes
ssl_server_cert_file = ${s.certificateFile}
ssl_server_key_file = ${s.keyFile}
ssl_min_protocol = TLSv1.2
auth_allow_cleartext = yes
auth_mechanisms = plain login
auth_username_format = %{user | username | lower}
passdb passwd-file {
  default_password_scheme = PLAIN
  passwd_file_path = ${s.place}/users
}
userdb passwd-file {
  passwd_file_path = ${s.place}/users
  fields {
    uid = ${s.uid}
    gid = ${s.gid}
    home = ${s.place}/mail/%{user}
  }
}
mail_driver = maildir
mail_path = ~/Maildir
mail_plugins {
  acl = yes
  quota = yes
}
mailbox_list_index = yes
mail_fsync = ${s.mailFsync}
mail_max_userip_connections = 50
namespace inbox {
  inbox = yes
  type = private
  separator = /
  mailbox Archive {
    auto = subscribe
    special_use = \\Archive
  }
}
acl_driver = vfile
quota User {
  quota_storage_size = 2G
  quota_storage_grace = 0
}
quota_mail_size = 60M
protocol imap {
  mail_plugins {
    acl = yes
    quota = yes
    imap_acl = yes
    imap_quota = yes
  }
}
${services(s)}`;
}
