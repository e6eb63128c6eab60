//! TLS on the real executable, with certificates made here: versions, renewal, the way from plain HTTP, and what is refused.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::Stdio;
use std::sync::Arc;

use rcgen::{CertificateParams, CertifiedKey, KeyPair, date_time_ymd, generate_simple_self_signed};
use rustix::process::{Signal, kill_process};
use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::{
    ClientConfig, ClientConnection, ProtocolVersion, RootCertStore, StreamOwned,
    SupportedProtocolVersion,
};

use crate::process::{Folder, PATIENCE, Served, command, wait_until};
use crate::support::page::form;

type Encrypted = StreamOwned<ClientConnection, TcpStream>;

/// A folder with a certificate for `localhost` beside it, and the server that serves with it.
struct Office {
    folder: Folder,
    certificate: String,
    key: String,
    made: CertificateDer<'static>,
}

impl Office {
    fn new() -> Self {
        let folder = Folder::new();
        folder.run(&["init"]).good();
        let (made, pem, key) = pair(&["localhost", "127.0.0.1"]);
        let certificate = folder.file("don.pem", pem);
        let key = folder.file("don.key", key);
        Self { folder, certificate, key, made }
    }

    fn serve(&self, more: &[&str]) -> Served {
        let data = self.folder.data();
        let mut serve = command(&["serve", "--data", data.to_str().unwrap()]);
        serve.args(["--tls-cert", &self.certificate, "--tls-key", &self.key]);
        serve.args(["--listen", "127.0.0.1:0"]).args(more);
        Served::spawn(serve)
    }

    /// Another pair in the same files.
    fn renew(&self) -> CertificateDer<'static> {
        let (made, pem, key) = pair(&["localhost", "127.0.0.1"]);
        self.folder.file("don.pem", pem);
        self.folder.file("don.key", key);
        made
    }
}

/// A certificate that is its own authority, as DER and PEM, and its key.
fn pair(names: &[&str]) -> (CertificateDer<'static>, String, String) {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(names).unwrap();
    (cert.der().clone(), cert.pem(), signing_key.serialize_pem())
}

/// A connection of somebody who trusts only this certificate.
fn try_connect(
    address: &str,
    trusted: &CertificateDer<'static>,
    versions: &[&'static SupportedProtocolVersion],
    protocol: &[u8],
) -> std::io::Result<Encrypted> {
    let mut roots = RootCertStore::empty();
    roots.add(trusted.clone()).unwrap();
    let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_protocol_versions(versions)
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![protocol.to_vec()];
    let name = "localhost".try_into().unwrap();
    let client = ClientConnection::new(Arc::new(config), name).unwrap();
    let socket = TcpStream::connect(address)?;
    socket.set_read_timeout(Some(PATIENCE))?;
    let mut stream = StreamOwned::new(client, socket);
    stream.conn.complete_io(&mut stream.sock)?;
    Ok(stream)
}

fn connect(address: &str, trusted: &CertificateDer<'static>) -> Encrypted {
    try_connect(address, trusted, rustls::ALL_VERSIONS, b"http/1.1").unwrap()
}

/// Asks for a page on a connection that stays open; gives the answer's head.
fn head_of(stream: &mut (impl Read + Write), path: &str) -> String {
    answered(stream, &format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n"))
}

/// The head of what is answered to a request; the connection stays open.
fn answered(stream: &mut (impl Read + Write), request: &str) -> String {
    stream.write_all(request.as_bytes()).unwrap();
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        assert_ne!(reader.read_line(&mut head).unwrap(), 0, "{head}");
    }
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    let mut body = vec![0; length.map_or(0, |length| length.parse().unwrap())];
    reader.read_exact(&mut body).unwrap();
    head
}

/// What plain HTTP answers to these lines.
fn plain(address: &str, request: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    write!(stream, "{request}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn pages_come_over_tls_1_3_and_1_2_and_nothing_older() {
    let office = Office::new();
    let served = office.serve(&[]);
    for (version, negotiated) in [
        (&rustls::version::TLS13, ProtocolVersion::TLSv1_3),
        (&rustls::version::TLS12, ProtocolVersion::TLSv1_2),
    ] {
        let stream = try_connect(&served.address, &office.made, &[version], b"http/1.1");
        let mut stream = stream.unwrap();
        assert_eq!(stream.conn.protocol_version(), Some(negotiated));
        let head = head_of(&mut stream, "/dang-nhap");
        assert!(head.starts_with("HTTP/1.1 200"), "{head}");
        assert!(head.contains("strict-transport-security: max-age=31536000"), "{head}");
    }
    let mut old = TcpStream::connect(&served.address).unwrap();
    old.set_read_timeout(Some(PATIENCE)).unwrap();
    old.write_all(&greeting_of_tls_1_1()).unwrap();
    let mut answer = [0; 7];
    old.read_exact(&mut answer).unwrap();
    // A record of type alert, fatal: the protocol version is not supported.
    assert_eq!((answer[0], answer[5], answer[6]), (21, 2, 70));
    assert_eq!(served.stop(), 0);
}

/// How a client greets that knows TLS 1.1 at most.
fn greeting_of_tls_1_1() -> Vec<u8> {
    let mut hello = vec![3, 2];
    hello.extend([7; 32]);
    // No session, two cipher suites, no compression; the curve P-256 and ECDSA with it: nothing is amiss but the version.
    hello.extend([0, 0, 4, 0xc0, 0x13, 0xc0, 0x09, 1, 0, 0, 16]);
    hello.extend([0, 10, 0, 4, 0, 2, 0, 23, 0, 13, 0, 4, 0, 2, 4, 3]);
    let length = u16::try_from(hello.len()).unwrap();
    let [high, low] = length.to_be_bytes();
    let [record_high, record_low] = (length + 4).to_be_bytes();
    let mut greeting = vec![22, 3, 1, record_high, record_low, 1, 0, high, low];
    greeting.extend(hello);
    greeting
}

#[test]
fn the_session_goes_over_tls_only() {
    let office = Office::new();
    let password = office.folder.account("an", "quan-tri");
    let served = office.serve(&[]);
    let form = form(&[("ten", "an"), ("mat_khau", &password)]);
    let mut stream = connect(&served.address, &office.made);
    let request = format!(
        "POST /dang-nhap HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
        form.len()
    );
    let head = answered(&mut stream, &request);
    let cookie = head.lines().find_map(|line| line.strip_prefix("set-cookie: ")).expect(&head);
    assert!(cookie.starts_with("__Host-donthu_phien="), "{cookie}");
    assert!(cookie.contains("Secure") && cookie.contains("HttpOnly"), "{cookie}");
    let cookie = cookie.split(';').next().unwrap();
    let home = format!("GET / HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n\r\n");
    assert!(answered(&mut stream, &home).starts_with("HTTP/1.1 200"));
}

#[test]
fn http_2_is_spoken() {
    let office = Office::new();
    let served = office.serve(&[]);
    let mut stream =
        try_connect(&served.address, &office.made, rustls::ALL_VERSIONS, b"h2").unwrap();
    assert_eq!(stream.conn.alpn_protocol(), Some(&b"h2"[..]));
    stream.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0").unwrap();
    let mut frame = [0; 9];
    stream.read_exact(&mut frame).unwrap();
    assert_eq!(frame[3], 4, "the first frame is SETTINGS");
}

#[test]
fn plain_http_leads_to_the_same_page_of_a_name_that_the_certificate_has() {
    let office = Office::new();
    let served = office.serve(&["--redirect-from", "127.0.0.1:0"]);
    let mut lines = std::iter::repeat_with(|| served.line());
    let line = lines.find(|line| line.starts_with("Người mở")).unwrap();
    let door = line.split(' ').find_map(|word| word.strip_prefix("http://")).unwrap();
    let port = served.address.rsplit(':').next().unwrap();
    for (host, path, name) in [
        ("localhost", "/don?loai=KN&trang=2", "localhost"),
        ("localhost:80", "/", "localhost"),
        ("127.0.0.1:8080", "/tim?q=a", "127.0.0.1"),
        ("khac.example", "/dang-nhap?tiep=/don", "localhost"),
        ("localhost@khac.example", "/", "localhost"),
        ("", "/", "localhost"),
    ] {
        let answer = plain(door, &format!("GET {path} HTTP/1.1\r\nHost: {host}"));
        let location = format!("\r\nlocation: https://{name}:{port}{path}\r\n");
        assert!(answer.starts_with("HTTP/1.1 308"), "{host}: {answer}");
        assert!(answer.contains(&location), "{host}: {answer}");
        assert!(!answer.contains("strict-transport-security"), "{answer}");
    }
    // What a form sent in the clear is not carried on, as if nothing had happened.
    let answer = plain(door, "POST /dang-nhap HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0");
    assert!(answer.starts_with("HTTP/1.1 421") && !answer.contains("location:"), "{answer}");
}

#[test]
fn a_renewed_certificate_is_taken_without_losing_a_connection_and_a_wrong_one_is_not_taken() {
    let office = Office::new();
    let served = office.serve(&[]);
    let mut kept = connect(&served.address, &office.made);
    assert!(head_of(&mut kept, "/dang-nhap").starts_with("HTTP/1.1 200"));
    let reached = |trusted: &CertificateDer<'static>| {
        try_connect(&served.address, trusted, rustls::ALL_VERSIONS, b"http/1.1").is_ok()
    };
    let renewed = office.renew();
    assert!(!reached(&renewed));
    kill_process(served.pid(), Signal::HUP).unwrap();
    wait_until("the renewed certificate is served", || reached(&renewed));
    assert!(!reached(&office.made), "the old one is not served any more");
    assert!(head_of(&mut kept, "/dang-nhap").starts_with("HTTP/1.1 200"), "and nobody was cut off");

    // Half a renewal: the key of another certificate.
    let (_, _, foreign) = pair(&["localhost"]);
    office.folder.file("don.key", foreign);
    kill_process(served.pid(), Signal::HUP).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert!(reached(&renewed));
    assert_eq!(served.stop(), 0);
}

#[test]
fn files_that_cannot_be_served_with_are_refused_in_words() {
    let folder = Folder::new();
    let (_, pem, key) = pair(&["localhost"]);
    let (_, _, foreign) = pair(&["localhost"]);
    let good = folder.file("tot.pem", &pem);
    let good_key = folder.file("tot.key", &key);
    let foreign = folder.file("khac.key", foreign);
    let word = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIB\n-----END ENCRYPTED PRIVATE KEY-----\n";
    let locked = folder.file("khoa.key", word);
    let empty = folder.file("rong.pem", "");
    let old = "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n";
    let broken = folder.file("hong.pem", old);
    for (certificate, key, words) in [
        ("/khong/co.pem", good_key.as_str(), "không đọc được tệp /khong/co.pem"),
        (&good, "/khong/co.key", "không đọc được tệp /khong/co.key"),
        (&empty, &good_key, "không phải tệp chứng thư dạng PEM"),
        (&good_key, &good_key, "không phải tệp chứng thư dạng PEM"),
        (&broken, &good_key, "không dùng được chứng thư và khóa"),
        (&good, &good, "không phải tệp khóa riêng dạng PEM"),
        (&good, &locked, "có mật khẩu"),
        (&good, &foreign, "không phải của chứng thư này"),
    ] {
        let ran = folder.run(&["serve", "--tls-cert", certificate, "--tls-key", key]);
        ran.refused(5, words);
    }
    folder.run(&["serve", "--tls-cert", &good]).refused(2, "thiếu --tls-key");
    folder.run(&["serve", "--redirect-from", "127.0.0.1:0"]).refused(2, "--tls-cert <TỆP>");
    assert!(
        !folder.data().exists(),
        "what is wrong with the command line is said before anything is made"
    );
}

/// What the server says on standard error before it serves.
fn said_at_the_start(folder: &Folder, certificate: &str, key: &str) -> String {
    let data = folder.data();
    let mut serve =
        command(&["serve", "--data", data.to_str().unwrap(), "--listen", "127.0.0.1:0"]);
    serve.args(["--tls-cert", certificate, "--tls-key", key]).env("RUST_LOG", "off");
    let mut child = serve.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert!(line.contains("https://"), "it serves all the same: {line}");
    child.kill().unwrap();
    child.wait().unwrap();
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    said
}

#[test]
fn what_browsers_will_mind_of_a_certificate_is_said_at_the_start() {
    let folder = Folder::new();
    for (from, to, names, words) in [
        (2020, 2021, &["localhost"][..], "đã hết hạn"),
        (2090, 2091, &["localhost"], "chưa đến ngày"),
        (2020, 2090, &[], "không ghi tên máy chủ"),
        (2020, 2090, &["localhost"], ""),
    ] {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let mut asked = CertificateParams::new(names).unwrap();
        (asked.not_before, asked.not_after) = (date_time_ymd(from, 1, 1), date_time_ymd(to, 1, 1));
        let signing = KeyPair::generate().unwrap();
        let made = asked.self_signed(&signing).unwrap();
        let certificate = folder.file("don.pem", made.pem());
        let key = folder.file("don.key", signing.serialize_pem());
        let said = said_at_the_start(&folder, &certificate, &key);
        assert!(said.contains(words), "{said}");
        assert_eq!(said.contains("Cảnh báo"), !words.is_empty(), "{said}");
    }
}

#[test]
fn plain_http_leaves_this_machine_only_when_asked_by_name_and_administrators_are_told() {
    let folder = Folder::new();
    folder.run(&["init"]).good();
    let refused = folder.run(&["serve", "--listen", "0.0.0.0:0"]);
    refused.refused(2, "--plain-http");
    let demo = ["demo", "--petitions", "1", "--listen", "[::]:0"];
    folder.run(&demo).refused(2, "--tls-cert");

    let (admin, officer) = ("quan-tri", "can-bo-tiep-nhan");
    let passwords = [folder.account("an", admin), folder.account("binh", officer)];
    let is_told = |listen: &str, more: &[&str]| {
        let data = folder.data();
        let mut serve = command(&["serve", "--data", data.to_str().unwrap(), "--listen", listen]);
        serve.args(more);
        let mut served = Served::spawn(serve);
        served.address = served.address.replace("0.0.0.0", "127.0.0.1");
        let told = ["an", "binh"].iter().zip(&passwords).map(|(name, password)| {
            let cookie = served.sign_in(name, password);
            served.get(&cookie, "/").text().contains("HTTP không mã hóa")
        });
        let told: Vec<bool> = told.collect();
        assert_eq!(served.stop(), 0);
        told
    };
    assert_eq!(is_told("0.0.0.0:0", &["--plain-http"]), [true, false]);
    assert_eq!(is_told("127.0.0.1:0", &[]), [false, false]);
}
