#!/bin/busybox sh
# The first process of the nested machine: the host's files read-only with a layer of memory above them, the station's disk, the daemon.
bb=/bin/busybox
. /settings
$bb mount -t proc proc /proc
$bb mount -t sysfs sysfs /sys
$bb mount -t devtmpfs dev /dev
while read -r module; do $bb insmod "/modules/$module"; done </modules/order
$bb mount -t 9p -o ro,trans=virtio,version=9p2000.L,msize=512000,cache=loose hostroot /host
$bb mount -t tmpfs tmpfs /above
$bb mkdir /above/files /above/work
$bb mount -t overlay -o lowerdir=/host,upperdir=/above/files,workdir=/above/work overlay /house
for place in proc sys; do $bb mount --move /$place /house/$place; done
$bb mount -t devtmpfs dev /house/dev
$bb mount -t ext4 /house/dev/vda "/house$STATION/disk" || exec $bb poweroff -f
$bb ip link set lo up
$bb ip link set eth0 up
$bb ip addr add 10.0.2.15/24 dev eth0
$bb ip route add default via 10.0.2.2
export NODE_COMPILE_CACHE="$PROJECT/.cache/compile" PATH=/usr/bin:/bin:/usr/sbin:/sbin HOME=/root VAGUEMESTRE_LOG=info
$bb chroot /house "$NODE" "$PROJECT/test/power-cut/guest-relay.ts" "$KIOSK_PORT" $LAB_PORTS &
$bb chroot /house "$NODE" "$PROJECT/src/main.ts" serve --config "$STATION/guest.toml"
echo "the daemon ended with $?"
$bb poweroff -f
