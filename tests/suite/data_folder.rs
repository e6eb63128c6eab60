//! Data folders in trouble: open already, of a later release, read-only, on a full disk; and the office's own time.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use redb::{Database, TableDefinition};
use tempfile::TempDir;

use crate::process::{
    Folder, GOOD_ROWS, LEDGER, Served, assert_sound, command, copy_with_key, csv, intake_form,
    petitions, run, run_in, wait_until,
};

#[test]
fn a_folder_is_served_once() {
    let folder = Folder::new();
    let served = folder.serve();
    assert!(served.line().contains("/khoi-tao?ma="), "the one-time link");
    let data = folder.data();
    let data = data.to_str().unwrap();
    run(&["serve", "--listen", "127.0.0.1:0", "--data", data])
        .refused(4, "đang được một tiến trình khác dùng");
    // Nor can the address be taken twice.
    let other = Folder::new();
    let other = other.data();
    run(&["serve", "--listen", &served.address, "--data", other.to_str().unwrap()])
        .refused(1, "không mở được địa chỉ");
    folder.run(&["verify"]).good();
}

#[test]
fn a_folder_of_a_later_release_is_refused_untouched() {
    let folder = Folder::new();
    folder.run(&["init"]).good();
    let meta: TableDefinition<&str, &[u8]> = TableDefinition::new("meta");
    {
        let db = Database::open(folder.store()).unwrap();
        let txn = db.begin_write().unwrap();
        txn.open_table(meta).unwrap().insert("format_version", [0, 0, 0, 9].as_slice()).unwrap();
        txn.commit().unwrap();
    }
    let before = fs::read(folder.store()).unwrap();
    let file = folder.file("so.csv", csv(&[("Mới", "Khiếu nại", "Việc mới")]));
    for arguments in [&["verify"][..], &["export"], &["import", &file], &["search", "a"]] {
        folder.run(arguments).refused(4, "định dạng 9, bản này chỉ đọc đến 1");
    }
    let data = folder.data();
    run(&["serve", "--listen", "127.0.0.1:0", "--data", data.to_str().unwrap()])
        .refused(4, "dữ liệu chưa bị đụng tới");
    assert!(fs::read(folder.store()).unwrap() == before, "the file was changed");
}

#[test]
fn a_store_left_half_made_is_made_again() {
    for (name, bytes) in [("donthu.redb.new", vec![0; 4096]), ("donthu.redb", Vec::new())] {
        let folder = Folder::new();
        fs::create_dir_all(folder.data()).unwrap();
        fs::write(folder.data().join(name), bytes).unwrap();
        folder.run(&["init"]).good();
        assert_eq!(assert_sound(&folder.data()), 0);
        assert!(!folder.data().join("donthu.redb.new").exists());
    }
    // What is no store at all is not written over.
    let folder = Folder::new();
    fs::create_dir_all(folder.data()).unwrap();
    fs::write(folder.store(), "không phải kho dữ liệu ".repeat(1000)).unwrap();
    folder.run(&["init"]).refused(4, "không phải kho của phần mềm này");
    assert!(fs::read_to_string(folder.store()).unwrap().starts_with("không phải"));
}

/// A small disk of its own; needs root.
struct Disk {
    root: TempDir,
}

impl Disk {
    fn new(size: &str) -> Option<Self> {
        let root = TempDir::new().unwrap();
        let options = format!("size={size}");
        let arguments = ["-t", "tmpfs", "-o", &options, "tmpfs", root.path().to_str().unwrap()];
        let mounted = Command::new("mount").args(arguments).stderr(Stdio::null()).status();
        if mounted.is_ok_and(|status| status.success()) {
            return Some(Self { root });
        }
        drop(writeln!(std::io::stderr(), "skipped: no disk can be mounted here"));
        None
    }

    fn data(&self) -> PathBuf {
        self.root.path().join("data")
    }

    fn mount_again(&self, how: &str) {
        let arguments = ["-o", &format!("remount,{how}"), self.root.path().to_str().unwrap()];
        assert!(Command::new("mount").args(arguments).status().unwrap().success());
    }

    /// Fills the disk but for so many bytes.
    fn fill(&self, but: u64) {
        let disk = rustix::fs::statvfs(self.root.path()).unwrap();
        let free = disk.f_bavail * disk.f_frsize;
        let zeros = vec![0; usize::try_from(free - but).unwrap()];
        fs::write(self.root.path().join("filler"), zeros).unwrap();
    }

    fn make_room(&self) {
        fs::remove_file(self.root.path().join("filler")).unwrap();
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        drop(Command::new("umount").arg("-l").arg(self.root.path()).status());
    }
}

/// How many petitions `verify` has seen, which writes nothing.
fn verified(data: &Path) -> usize {
    let said = run_in(data, &["verify"]).good().out;
    let number = said.split("Đã kiểm ").nth(1).expect(&said).split(' ').next().unwrap();
    number.replace('.', "").parse().unwrap()
}

fn mai(data: &Path) -> String {
    let arguments = ["account", "add", "mai", "--name", "Mai", "--role", "nguoi-xu-ly"];
    let ran = run_in(data, &arguments).good();
    ran.out.trim().rsplit(' ').next().unwrap().to_owned()
}

#[test]
fn a_full_disk_stops_writing_and_nothing_else() {
    let Some(disk) = Disk::new("64m") else { return };
    let data = disk.data();
    run_in(&data, &["init"]).good();
    let password = mai(&data);
    let served = Served::start(&data, &[]);
    let cookie = served.sign_in("mai", &password);
    // Room for the first chunks of the import, not for all of it.
    disk.fill((32 << 20) + (1 << 20));
    let stopped = run_in(&data, &["import", LEDGER, "--json"]).refused(1, "đĩa đã đầy");
    assert!(stopped.err.contains("Đã xem 0/2289 dòng"), "{}", stopped.err);
    let told = stopped.err.lines().filter(|line| line.starts_with("Đã xem")).count() - 1;
    let there = verified(&data);
    assert!(there >= told * 390, "{there} petitions after {told} chunks");
    // Nothing leaves the system that the journal can't tell of; what is read at the console is told later.
    run_in(&data, &["export"]).refused(3, "không ghi được nhật ký");
    run_in(&data, &["search", "a"]).good();
    for path in ["/", "/don", "/quan-tri/nhap-so"] {
        assert_eq!(served.get(&cookie, path).status, 200, "{path} on a full disk");
    }
    let reply = served.post(&cookie, "/don/moi", &intake_form("1", "Việc lúc đĩa đầy"));
    assert_eq!(reply.status, 507, "{}", reply.text());
    assert!(reply.text().contains("Đĩa của máy chủ đã đầy"), "{}", reply.text());
    let reply = served.get(&cookie, "/don.xlsx");
    assert_eq!(reply.status, 422);
    assert!(reply.text().contains("không ghi được nhật ký"), "{}", reply.text());
    // Whoever comes now can sign in, read, and sign out for good.
    let late = served.sign_in("mai", &password);
    assert_ne!(late, cookie);
    let full = "Đĩa của máy chủ đã đầy: xem và tìm được";
    for path in ["/", "/don"] {
        let page = served.get(&late, path);
        assert!(page.status == 200 && page.text().contains(full), "{path}: {}", page.text());
    }
    for ended in [&late, &cookie] {
        assert_eq!(served.post(ended, "/dang-xuat", &[]).status, 303);
        assert_eq!(served.get(ended, "/").status, 303, "a session that was ended goes on");
    }
    let cookie = served.sign_in("mai", &password);
    disk.make_room();
    assert!(!served.get(&cookie, "/").text().contains(full));
    run_in(&data, &["account", "reset", "mai"]).good();
    assert_eq!(served.get(&cookie, "/").status, 303, "another password ends the sessions");
    let line = run_in(&data, &["import", LEDGER, "--json"]).good().json();
    assert!(line["already"].as_u64().unwrap() >= there as u64, "{line}");
    assert_eq!(petitions(&run_in(&data, &["export"]).good()).len() as u64, GOOD_ROWS);
    assert_eq!(served.stop(), 0);
    assert_eq!(assert_sound(&data) as u64, GOOD_ROWS);
}

#[test]
fn after_a_failure_of_the_disk_the_server_goes_on_by_itself() {
    let folder = Folder::new();
    folder.run(&["init"]).good();
    let password = folder.account("mai", "nguoi-xu-ly");
    let size = fs::metadata(folder.store()).unwrap().len();
    // No file may become larger than the store is now: growing it fails as on a failing disk.
    let data = folder.data();
    let script = format!(
        "trap '' XFSZ; ulimit -f {}; exec {} serve --listen 127.0.0.1:0 --data {}",
        size / 1024 + 64,
        env!("CARGO_BIN_EXE_donthu"),
        data.to_str().unwrap()
    );
    let mut shell = Command::new("bash");
    shell.args(["-c", &script]);
    let served = Served::spawn(shell);
    let cookie = served.sign_in("mai", &password);
    let rows: Vec<_> = (0..1500).map(|at| format!("Việc {at} {}", "dài ".repeat(200))).collect();
    let rows: Vec<_> = rows.iter().map(|text| ("Lê Văn Lớn", "Khiếu nại", text.as_str())).collect();
    let file = folder.file("lớn.csv", csv(&rows));
    folder.run(&["import", &file, "--json"]).refused(1, "đĩa đã đầy");
    let there = verified(&folder.data());
    assert_eq!(served.get(&cookie, "/don").status, 200);
    wait_until("searches are answered", || folder.run(&["search", "a"]).code == 0);
    drop(served);
    assert_eq!(assert_sound(&folder.data()), there);
    folder.run(&["import", &file, "--json"]).good();
    assert_eq!(assert_sound(&folder.data()), 1500);
}

#[test]
fn a_read_only_folder_is_said_to_be_one() {
    let Some(disk) = Disk::new("64m") else { return };
    let data = disk.data();
    copy_with_key(&Folder::with_ledger().data(), &data);
    disk.mount_again("ro");
    for arguments in [&["verify"][..], &["search", "a"], &["init"]] {
        run_in(&data, arguments).refused(4, "không được phép ghi vào thư mục dữ liệu");
    }
    disk.mount_again("rw");
    assert_eq!(assert_sound(&data) as u64, GOOD_ROWS);
}

#[test]
fn dates_are_the_offices_wherever_the_server_stands() {
    let folder = Folder::with_ledger();
    let password = folder.account("an", "nguoi-xu-ly");
    let paths = ["/", "/don", "/don/2017/0001", "/quan-tri/nhap-so", "/quan-tri/nhap-so/1"];
    let pages: Vec<Vec<String>> = ["America/New_York", "UTC", "Asia/Ho_Chi_Minh"]
        .iter()
        .map(|zone| {
            let served = Served::start(&folder.data(), &[("TZ", zone)]);
            let cookie = served.sign_in("an", &password);
            wait_until("the index is there", || folder.run(&["search", "a"]).code == 0);
            let pages = paths.iter().map(|path| served.get(&cookie, path).text()).collect();
            assert_eq!(served.stop(), 0);
            pages
        })
        .collect();
    for (at, path) in paths.iter().enumerate() {
        assert!(pages[0][at].len() > 500, "{path}");
        assert!(pages.iter().all(|zone| zone[at] == pages[0][at]), "{path} differs between zones");
    }
    assert!(pages[0][2].contains("03/01/2017"), "the day of receipt");
    let exports: Vec<String> = ["America/New_York", "Asia/Ho_Chi_Minh"]
        .iter()
        .map(|zone| {
            let data = folder.data();
            let mut export = command(&["export", "--data", data.to_str().unwrap()]);
            String::from_utf8(export.env("TZ", zone).output().unwrap().stdout).unwrap()
        })
        .collect();
    assert!(exports[0] == exports[1]);
}
