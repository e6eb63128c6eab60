//! The real executable: commands run to their end, and served instances that are asked, stopped or killed.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant};

use donthu::store::seal::default_place;
use serde_json::Value;
use tempfile::TempDir;

use crate::support::page::encode;

/// Longest time that anything of a test may take.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);
/// The ledger of 2017, as the office kept it.
pub(crate) const LEDGER: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/so-theo-doi-don-2017.xlsx");
/// Rows of [`LEDGER`] that become petitions, and those that wait for correction.
pub(crate) const GOOD_ROWS: u64 = 2277;
pub(crate) const BAD_ROWS: u64 = 12;

/// What a command did.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// The command must have succeeded.
    pub(crate) fn good(self) -> Self {
        assert_eq!(self.code, 0, "{self:?}");
        self
    }

    /// The command must have ended with this code and said this on standard error.
    pub(crate) fn refused(self, code: i32, words: &str) -> Self {
        assert_eq!(self.code, code, "{self:?}");
        assert!(self.err.contains(words), "“{words}” is not in {self:?}");
        self
    }

    /// The last line of the output.
    pub(crate) fn json(&self) -> Value {
        let line = self.out.lines().last().unwrap_or_else(|| panic!("no output: {self:?}"));
        serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Every line of the output as JSON.
    pub(crate) fn lines(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
    }
}

/// The executable with these arguments, in no environment of ours.
pub(crate) fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_donthu"));
    command.args(arguments);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("DONTHU_")) {
        command.env_remove(name);
    }
    command.stdin(Stdio::null());
    command
}

/// Runs a command to its end.
pub(crate) fn run(arguments: &[&str]) -> Ran {
    let output = command(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    let code = output.status.code().unwrap_or(-1);
    Ran { code, out: text(output.stdout), err: text(output.stderr) }
}

/// A data folder that goes away with the test.
pub(crate) struct Folder {
    root: TempDir,
}

impl Folder {
    /// Empty: nothing has opened it yet.
    pub(crate) fn new() -> Self {
        Self { root: TempDir::new().unwrap() }
    }

    /// A copy of a folder into which the ledger was imported once for all tests.
    pub(crate) fn with_ledger() -> Self {
        static MADE: OnceLock<Folder> = OnceLock::new();
        let made = MADE.get_or_init(|| {
            let folder = Self::new();
            folder.run(&["import", LEDGER, "--json"]).good();
            folder
        });
        made.copy()
    }

    /// The same data in another folder.
    pub(crate) fn copy(&self) -> Self {
        let copy = Self::new();
        copy_with_key(&self.data(), &copy.data());
        copy
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.root.path().join("data")
    }

    pub(crate) fn store(&self) -> PathBuf {
        self.data().join("donthu.redb")
    }

    /// A file beside the data folder.
    pub(crate) fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.root.path().join(name);
        fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// Runs a command about this folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        run_in(&self.data(), arguments)
    }

    pub(crate) fn serve(&self) -> Served {
        Served::start(&self.data(), &[])
    }

    /// A new account with this role, and its password.
    pub(crate) fn account(&self, user_name: &str, role: &str) -> String {
        let ran = self
            .run(&["account", "add", user_name, "--name", "Trần Thị Thử", "--role", role])
            .good();
        ran.out.trim().rsplit(' ').next().unwrap().to_owned()
    }
}

/// Runs a command about a data folder.
pub(crate) fn run_in(data: &Path, arguments: &[&str]) -> Ran {
    let mut all = arguments.to_vec();
    let at = all.iter().position(|argument| *argument == "--").unwrap_or(all.len());
    all.splice(at..at, ["--data", data.to_str().unwrap()]);
    run(&all)
}

/// Whoever moves a data folder brings its key along by hand.
pub(crate) fn copy_with_key(from: &Path, to: &Path) {
    copy_folder(from, to);
    if default_place(from).exists() {
        fs::copy(default_place(from), default_place(to)).unwrap();
    }
}

pub(crate) fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &to.join(entry.file_name()));
        } else if entry.file_type().unwrap().is_file() {
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

/// A running `serve`; killed when it is dropped.
pub(crate) struct Served {
    child: Child,
    lines: Mutex<Receiver<String>>,
    pub(crate) address: String,
}

impl Served {
    /// Starts on a free port and waits until it says where it serves.
    pub(crate) fn start(data: &Path, environment: &[(&str, &str)]) -> Self {
        let data = data.to_str().unwrap();
        let mut serve = command(&["serve", "--listen", "127.0.0.1:0", "--data", data]);
        serve.envs(environment.iter().copied());
        Self::spawn(serve)
    }

    /// Starts a command that ends in `serve`.
    pub(crate) fn spawn(mut serve: Command) -> Self {
        let mut child = serve
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (sender, lines) = channel();
        let out = BufReader::new(child.stdout.take().unwrap());
        std::thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                drop(sender.send(line));
            }
        });
        let first = lines.recv_timeout(PATIENCE).expect("serve says where it serves");
        let address = first.split("://").nth(1).expect(&first).trim().to_owned();
        Self { child, lines: Mutex::new(lines), address }
    }

    /// The next line on standard output: at the first start the one-time link.
    pub(crate) fn line(&self) -> String {
        self.lines.lock().unwrap().recv_timeout(PATIENCE).expect("another line")
    }

    pub(crate) fn pid(&self) -> rustix::process::Pid {
        rustix::process::Pid::from_raw(i32::try_from(self.child.id()).unwrap()).unwrap()
    }

    /// As a power cut would end it.
    pub(crate) fn kill(&mut self) {
        drop(self.child.kill());
        self.child.wait().unwrap();
    }

    /// As its owner would end it; gives the exit code.
    pub(crate) fn stop(mut self) -> i32 {
        rustix::process::kill_process(self.pid(), rustix::process::Signal::TERM).unwrap();
        self.child.wait().unwrap().code().unwrap_or(-1)
    }

    pub(crate) fn get(&self, cookie: &str, path: &str) -> Reply {
        self.try_send("GET", cookie, path, ("text/plain", b"")).unwrap()
    }

    pub(crate) fn post(&self, cookie: &str, path: &str, fields: &[(&str, &str)]) -> Reply {
        self.try_post(cookie, path, fields).unwrap()
    }

    /// Like [`post`](Self::post), where the server may die meanwhile.
    pub(crate) fn try_post(
        &self,
        cookie: &str,
        path: &str,
        fields: &[(&str, &str)],
    ) -> std::io::Result<Reply> {
        let body = crate::support::page::form(fields);
        let kind = "application/x-www-form-urlencoded";
        self.try_send("POST", cookie, path, (kind, body.as_bytes()))
    }

    /// Sends a file as the page for ledgers does.
    pub(crate) fn upload(&self, cookie: &str, name: &str, bytes: &[u8]) -> Reply {
        let mut body = Vec::new();
        write!(
            body,
            "--giua\r\nContent-Disposition: form-data; name=\"tep\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        )
        .unwrap();
        body.extend_from_slice(bytes);
        body.extend_from_slice(
            b"\r\n--giua\r\nContent-Disposition: form-data; name=\"viec\"\r\n\r\nnhap\r\n--giua--\r\n",
        );
        let kind = "multipart/form-data; boundary=giua";
        self.try_send("POST", cookie, "/quan-tri/nhap-so", (kind, &body)).unwrap()
    }

    /// The cookie of somebody who signs in.
    pub(crate) fn sign_in(&self, user_name: &str, password: &str) -> String {
        let reply = self.post("", "/dang-nhap", &[("ten", user_name), ("mat_khau", password)]);
        assert_eq!(reply.status, 303, "{}", reply.text());
        reply.header("set-cookie").split(';').next().unwrap().to_owned()
    }

    fn try_send(
        &self,
        method: &str,
        cookie: &str,
        path: &str,
        (kind, body): (&str, &[u8]),
    ) -> std::io::Result<Reply> {
        let mut stream = TcpStream::connect(&self.address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nCookie: {cookie}\r\n\
             Sec-Fetch-Site: same-origin\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
            self.address,
            body.len()
        )?;
        stream.write_all(body)?;
        let mut whole = Vec::new();
        stream.read_to_end(&mut whole)?;
        let cut = whole.windows(4).position(|four| four == b"\r\n\r\n");
        let cut = cut.ok_or(std::io::ErrorKind::UnexpectedEof)?;
        let head = String::from_utf8_lossy(&whole[..cut]).into_owned();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
        Ok(Reply { status: status.unwrap_or(0), head, body: whole.split_off(cut + 4) })
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// What the server answered.
pub(crate) struct Reply {
    pub(crate) status: u16,
    head: String,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn header(&self, name: &str) -> String {
        let lines = self.head.lines().skip(1).filter_map(|line| line.split_once(": "));
        let mut found = lines.filter(|(header, _)| header.eq_ignore_ascii_case(name));
        found.next().map(|(_, value)| value.to_owned()).unwrap_or_default()
    }
}

/// Asks again until it is so.
pub(crate) fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < PATIENCE, "waited in vain until {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// A ledger of these petitions as a CSV file: sender, kind, content.
pub(crate) fn csv(rows: &[(&str, &str, &str)]) -> String {
    let header =
        "STT,Ngày đến,Người gửi,Địa chỉ,Loại đơn,Nội dung đơn,Đơn vị giải quyết\n".to_owned();
    let lines = (1..).zip(rows).map(|(number, (sender, kind, content)): (u32, _)| {
        let content = content.replace('"', "\"\"");
        format!("{number},15/03/2018,{sender},\"Tổ 5, phường Lê Lợi\",{kind},\"{content}\",\n")
    });
    std::iter::once(header).chain(lines).collect()
}

/// Petition lines of an export.
pub(crate) fn petitions(export: &Ran) -> Vec<Value> {
    export.lines().into_iter().filter(|line| line["type"] == "petition").collect()
}

/// The folder must verify, and its petitions be numbered without gap or double in each year; gives how many.
pub(crate) fn assert_sound(data: &Path) -> usize {
    let verified = run_in(data, &["verify"]);
    assert_eq!(verified.code, 0, "{verified:?}");
    let all = petitions(&run_in(data, &["export"]).good());
    let mut next = std::collections::BTreeMap::new();
    for petition in &all {
        let number = petition["number"].as_str().unwrap();
        let (year, serial) = number.split_once('/').unwrap();
        let expected = next.entry(year.to_owned()).or_insert(0);
        *expected += 1;
        assert_eq!(serial.parse::<u32>().unwrap(), *expected, "{number}");
    }
    all.len()
}

/// Numbers of the petitions that a search finds.
pub(crate) fn found(data: &Path, query: &str) -> Vec<String> {
    let ran = run_in(data, &["search", "--json", "--limit", "100", "--", query]).good();
    let hits = ran.json();
    let hits = hits.as_array().unwrap();
    hits.iter().map(|hit| hit["number"].as_str().unwrap().to_owned()).collect()
}

/// The form of intake, filled in for a suggestion about something.
pub(crate) fn intake_form<'a>(key: &'a str, content: &'a str) -> [(&'a str, &'a str); 8] {
    [
        ("khoa", key),
        ("nguon", "truc-tiep"),
        ("ngay_nhan", "15/03/2018"),
        ("so_nguoi", "1"),
        ("ho_ten", "Đặng Thị Giờ"),
        ("dia_chi", "Tổ 3, phường Lê Lợi"),
        ("loai", "KNPA"),
        ("noi_dung", content),
    ]
}

/// Address of the search page for a query.
pub(crate) fn search_path(query: &str) -> String {
    format!("/tim?q={}", encode(query))
}
