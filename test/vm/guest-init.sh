#!/bin/busybox sh
# The first process of the nested machine: the host's files read-only with a layer of memory above them, the guest's own packages above
# /usr, our files where a package would put them; then systemd, with nothing of the host's services.
bb=/bin/busybox
. /settings
$bb mount -t proc proc /proc
$bb mount -t sysfs sysfs /sys
$bb mount -t devtmpfs dev /dev
while read -r module; do $bb insmod "/modules/$module"; done </modules/order
$bb mount -t 9p -o ro,trans=virtio,version=9p2000.L,msize=512000,cache=loose hostroot /host
$bb mount -t tmpfs tmpfs /above
$bb mkdir /above/files /above/work /above/usr /above/usr-work
$bb mount -t overlay -o lowerdir=/host,upperdir=/above/files,workdir=/above/work overlay /house
$bb mount -t overlay -o "lowerdir=/host$PACKAGES:/host/usr,upperdir=/above/usr,workdir=/above/usr-work" overlay /house/usr
for place in proc sys dev; do $bb mount --move /$place /house/$place; done
# Before the folders below are covered: the project may lie in one of them.
usr=/house/usr
$bb mkdir -p "$usr/lib/modules/$KERNEL" "$usr/lib/vaguemestre"
$bb mount --bind "/house$MODULES" "$usr/lib/modules/$KERNEL"
$bb mount --bind "/house$PROJECT" "$usr/lib/vaguemestre"
for place in run tmp etc/systemd/system etc/udev etc/modules-load.d var/lib root; do
  $bb mkdir -p /house/$place
  $bb mount -t tmpfs tmpfs /house/$place
done
: >/house/etc/fstab
: >/house/etc/machine-id

ours=$usr/lib/vaguemestre
$bb ln -sf /usr/lib/vaguemestre/bin/vaguemestre.mjs $usr/bin/vaguemestre
$bb ln -sf "/usr/lib/vaguemestre/node_modules/node-linux-$ARCH/bin/node" $usr/bin/node
$bb cp $ours/udev/60-vaguemestre.rules $usr/lib/udev/rules.d/
$bb cp $ours/systemd/*.service $usr/lib/systemd/system/
$bb cp $ours/systemd/vaguemestre.sysusers $usr/lib/sysusers.d/vaguemestre.conf
$bb cp $ours/systemd/vaguemestre.tmpfiles $usr/lib/tmpfiles.d/vaguemestre.conf
[ -e $ours/systemd/vaguemestre.modules ] && $bb cp $ours/systemd/vaguemestre.modules $usr/lib/modules-load.d/vaguemestre.conf
$bb cp -r $ours/test/vm/units/. /house/etc/systemd/system/
# What only a whole machine needs, and what would look for the host's disks.
for unit in hwdb-update update-utmp random-seed journal-flush journal-catalog-update machine-id-commit firstboot timesyncd resolved networkd pstore; do
  $bb ln -sf /dev/null /house/etc/systemd/system/systemd-$unit.service
done
$bb chroot /house /usr/bin/systemd-sysusers
$bb mkdir -p /house/etc/vaguemestre
$bb cp $ours/test/vm/vaguemestre.toml $ours/test/lab/letters/directory.json /house/etc/vaguemestre/
echo 1234 >/house/etc/vaguemestre/pin
$bb chmod 755 /house/etc/vaguemestre
echo "CHECKS='$CHECKS'" >/house/run/checks
exec $bb switch_root /house /usr/lib/systemd/systemd --unit=checks.target --log-level=notice --log-target=console --show-status=0
