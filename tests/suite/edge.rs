//! The outermost layer: what it refuses before a handler is asked, and what browsers are told.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode, header};
use donthu::domain::permission::Role;
use donthu::web::edge::{self, Edge};
use donthu::web::routes::{router, table};
use http_body_util::BodyExt;
use tower::ServiceExt;

use crate::process::Folder;
use crate::support::address::{filled, sample};
use crate::support::page::form;
use crate::support::{Office, Page};

/// The pages as a server has them, behind the proxy 10.0.0.1.
fn served(office: &Office) -> Router {
    let proxies = vec!["10.0.0.1".parse().unwrap()];
    edge::around(router(Arc::clone(&office.app)), Edge { proxies, is_tls: false })
}

async fn send(pages: &Router, peer: &str, mut request: Request<Body>) -> Page {
    let peer: SocketAddr = format!("{peer}:40000").parse().unwrap();
    request.extensions_mut().insert(ConnectInfo(peer));
    let response = pages.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.unwrap().to_bytes().to_vec();
    Page { status: parts.status, headers: parts.headers, bytes }
}

fn posted(path: &str, fields: &[(&str, &str)]) -> Request<Body> {
    Request::post(path)
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(form(fields)))
        .unwrap()
}

#[tokio::test]
async fn the_doors_without_a_session_close_for_who_knocks_too_often_and_for_nobody_else() {
    let office = Office::new();
    let pages = served(&office);
    let setup = |name| posted("/khoi-tao", &[("ma", "x"), ("ten", name), ("mat_khau", "bí mật")]);
    let mut last = None;
    for _ in 0..61 {
        last = Some(send(&pages, "203.0.113.9", setup("an")).await);
    }
    let last = last.unwrap();
    assert_eq!(last.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(last.headers[header::RETRY_AFTER], "1");
    assert_eq!(last.headers["x-frame-options"], "DENY");
    let text = last.html();
    assert!(text.contains("Chờ 1 giây") && text.contains("value=\"an\""), "{text}");
    assert!(text.contains("name=\"ma\" value=\"x\"") && text.contains("action=\"/khoi-tao\""));
    assert!(!text.contains("bí mật") && text.contains("type=\"password\""), "{text}");

    let sign_in = posted("/dang-nhap", &[("ten", "an"), ("mat_khau", "sai"), ("tiep", "/don")]);
    let same = send(&pages, "203.0.113.9", sign_in).await;
    assert_eq!(same.status, StatusCode::TOO_MANY_REQUESTS, "the doors count together");
    assert_ne!(send(&pages, "203.0.113.10", setup("an")).await.status, last.status);
    let mut by_known = setup("an");
    by_known.headers_mut().insert(header::COOKIE, "donthu_may=abc".parse().unwrap());
    assert_ne!(send(&pages, "203.0.113.9", by_known).await.status, last.status);
    let mut by_proxy = setup("an");
    by_proxy.headers_mut().insert("x-forwarded-for", "198.51.100.7".parse().unwrap());
    assert_ne!(send(&pages, "10.0.0.1", by_proxy).await.status, last.status);
    let forged = ["x-forwarded-for", "forwarded", "x-real-ip"];
    let mut forging = setup("an");
    for name in forged {
        forging.headers_mut().insert(name, "198.51.100.8".parse().unwrap());
    }
    assert_eq!(send(&pages, "203.0.113.9", forging).await.status, last.status);
    let page = Request::get("/dang-nhap").body(Body::empty()).unwrap();
    assert_eq!(send(&pages, "203.0.113.9", page).await.status, StatusCode::OK);
}

#[tokio::test]
async fn only_the_encrypted_way_is_told_to_stay_encrypted() {
    let office = Office::new();
    let pages = served(&office);
    for (peer, proto, is_told) in
        [("10.0.0.1", "https", true), ("10.0.0.1", "http", false), ("203.0.113.9", "https", false)]
    {
        let request = Request::get("/dang-nhap").header("x-forwarded-proto", proto);
        let page = send(&pages, peer, request.body(Body::empty()).unwrap()).await;
        assert_eq!(page.headers.contains_key("strict-transport-security"), is_told, "{peer}");
    }
}

#[tokio::test]
async fn an_address_takes_its_places_only_and_gives_them_back_when_all_is_sent() {
    let office = Office::new();
    let pages = served(&office);
    let ask = || async {
        let mut request = Request::get("/dang-nhap").body(Body::empty()).unwrap();
        let peer: SocketAddr = "203.0.113.9:40000".parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(peer));
        pages.clone().oneshot(request).await.unwrap()
    };
    let mut unread = Vec::new();
    for _ in 0..128 {
        let response = ask().await;
        assert_eq!(response.status(), StatusCode::OK);
        unread.push(response);
    }
    let refused = ask().await;
    assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(refused.headers()[header::RETRY_AFTER], "5");
    let other = Request::get("/dang-nhap").body(Body::empty()).unwrap();
    assert_eq!(send(&pages, "203.0.113.10", other).await.status, StatusCode::OK);
    unread.pop().unwrap().into_body().collect().await.unwrap();
    assert_eq!(ask().await.status(), StatusCode::OK);
}

#[tokio::test]
async fn no_form_of_ours_is_taken_from_another_site() {
    let office = Office::new();
    let cookies = [Role::Administrator, Role::DeskHead, Role::Leader].map(|role| {
        let person = office.person(role, None);
        office.sign_in(&person)
    });
    let mut walked = 0;
    for route in table().into_iter().filter(|route| route.method == "POST") {
        let path = filled(&route, sample);
        for (name, value) in [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("origin", "https://khac.example"),
            ("origin", "null"),
        ] {
            for cookie in &cookies {
                let request = Request::post(&path)
                    .header(header::COOKIE, cookie)
                    .header(header::HOST, "donthu.example")
                    .header(name, value)
                    .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                    .body(Body::from("ten=a"))
                    .unwrap();
                let page = office.send(request).await;
                assert_eq!(page.status, StatusCode::FORBIDDEN, "{path} {name}: {value}");
                assert!(page.text().contains("Không nhận yêu cầu từ trang khác"), "{path}");
                walked += 1;
            }
        }
    }
    assert!(walked > 200, "only {walked} forms were sent");
}

#[tokio::test]
async fn a_form_that_is_too_long_is_answered_on_a_page_of_ours() {
    let office = Office::new();
    let cookie = office.sign_in(&office.person(Role::DeskHead, None));
    let long = "a".repeat((1 << 20) + 1);
    let page = office.post(&cookie, "/don/moi", &[("noi_dung", &long)]).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(page.text().contains("dài quá 1 MB") && page.text().contains("Chưa có gì được ghi"));
}

/// A connection to the server that has sent this much.
fn begun(address: &str, sent: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(100))).unwrap();
    stream.write_all(sent.as_bytes()).unwrap();
    stream
}

/// What comes until the server closes, and when that was.
fn ended(mut stream: TcpStream, begun: Instant) -> (String, u64) {
    let mut answer = Vec::new();
    drop(stream.read_to_end(&mut answer));
    (String::from_utf8_lossy(&answer).into_owned(), begun.elapsed().as_secs())
}

#[test]
fn who_sends_too_slowly_or_without_end_is_cut_off() {
    let folder = Folder::new();
    folder.run(&["init"]).good();
    let served = folder.serve();
    let head = "GET /dang-nhap HTTP/1.1\r\nHost: a\r\n";
    let form = "POST /dang-nhap HTTP/1.1\r\nHost: a\r\nContent-Length: 500\r\n\
                Content-Type: application/x-www-form-urlencoded\r\n\r\nten=";
    let start = Instant::now();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let (answer, seconds) = ended(begun(&served.address, head), start);
            assert!(!answer.contains("200 OK"), "headers without an end: {answer}");
            assert!(seconds < 45, "headers without an end were waited for {seconds} seconds");
        });
        scope.spawn(|| {
            let (answer, seconds) = ended(begun(&served.address, form), start);
            assert!(answer.starts_with("HTTP/1.1 408"), "a silent form: {answer}");
            assert!(answer.contains("Gửi lên quá chậm"), "{answer}");
            assert!(seconds < 35, "a silent form was waited for {seconds} seconds");
        });
        scope.spawn(|| {
            let stream = begun(&served.address, form);
            let mut dripping = stream.try_clone().unwrap();
            scope.spawn(move || {
                while dripping.write_all(b"a").is_ok() && start.elapsed().as_secs() < 90 {
                    std::thread::sleep(Duration::from_secs(5));
                }
            });
            let (answer, seconds) = ended(stream, start);
            assert!(answer.starts_with("HTTP/1.1 408"), "a form in drops: {answer}");
            assert!(seconds < 75, "a form in drops was taken for {seconds} seconds");
        });
        scope.spawn(|| {
            let mut endless = begun(&served.address, &format!("{head}X: "));
            let piece = [b'a'; 4096];
            for _ in 0..100 {
                drop(endless.write_all(&piece));
            }
            let (answer, seconds) = ended(endless, start);
            assert!(!answer.contains("200 OK"), "{answer}");
            assert!(seconds < 20, "headers of 400 kB were taken for {seconds} seconds");
        });
    });
}
