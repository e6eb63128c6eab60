//! Journey 6: every page with a whole year in it, on a desk's screen and on a telephone's.
//!
//! The pictures go to `target/screenshots`, for the eye.

use std::fs;
use std::path::{Path, PathBuf};

use donthu::domain::permission::Role;
use donthu::domain::petition::{AssignmentMode, Kind};

use super::audit::{faults, unseen_focus};
use super::office::{Office, of};
use super::process::run;
use super::stage::{
    Browser, DESK, PHONE, Person, Stage, browser_is_there, data_folder, ledger, person, with_ledger,
};

const LONG_NAME: &str = "Công Tằng Tôn Nữ Hoàng Thị Ngọc Bích Trâm Thùy Dương Nguyễn Phước";

/// Pages and the names of their pictures.
const DESK_HEAD_PAGES: [(&str, &str); 13] = [
    ("viec-hom-nay", "/"),
    ("danh-sach", "/don"),
    ("danh-sach-loc", "/don?loai=KN&han=qua-han&tu=01%2F01%2F2017&xep=-han"),
    ("don", "/don/2017/0412"),
    ("don-dai", "/don/LONG"),
    ("bien-nhan-dai", "/don/LONG/bien-nhan"),
    ("bien-nhan", "/don/2017/0412/bien-nhan"),
    ("tiep-nhan", "/don/moi?vua=2017/0412&nguon=truc-tiep"),
    ("tim-trong", "/tim"),
    ("tim", "/tim?q=nguyen+thi+loan"),
    ("nhap-so", "/quan-tri/nhap-so"),
    ("mot-lan-nhap", "/quan-tri/nhap-so/1"),
    ("dong-cho-sua", "/quan-tri/dong-cho-sua"),
];
const ADMINISTRATOR_PAGES: [(&str, &str); 14] = [
    ("quan-tri", "/"),
    ("tai-khoan", "/quan-tri/tai-khoan"),
    ("mot-tai-khoan", "/quan-tri/tai-khoan/1"),
    ("tai-khoan-cua-toi", "/tai-khoan"),
    ("ma-xac-nhan", "/tai-khoan/ma-xac-nhan"),
    ("don-vi", "/quan-tri/don-vi"),
    ("mot-don-vi", "/quan-tri/don-vi/12"),
    ("ban-giao", "/quan-tri/don-vi/ban-giao"),
    ("quy-tac", "/quan-tri/quy-tac"),
    ("mot-quy-tac", "/quan-tri/quy-tac/KN1-TL-c"),
    ("lich", "/quan-tri/lich?nam=2026"),
    ("nhat-ky", "/quan-tri/nhat-ky"),
    ("chot-nhat-ky", "/quan-tri/nhat-ky/chot"),
    ("tinh-han", "/tinh-han?quy_dinh=KN1-GQ-VX&tu=15/01/2018&phuc_tap=1"),
];
/// The petition's way to the leader: step, what is chosen, what is typed.
const TO_THE_LEADER: [(&str, &[(&str, &str)]); 3] = [
    ("phan-loai", &[("linh_vuc", "Đất đai")]),
    ("de-xuat", &[("huong", "Thụ lý: giao đơn vị")]),
    ("dong-y", &[]),
];

/// Who looks at which page of the workflow, and the name of its picture; `NEW`, `SLIP` and `CASE` are petitions.
const STEP_PAGES: [(Role, &[(&str, &str)]); 4] = [
    (Role::DeskOfficer, &[("phan-loai", "/don/NEW/buoc/phan-loai")]),
    (
        Role::Leader,
        &[
            ("phieu", "/duyet"),
            ("don-cho-duyet", "/don/SLIP"),
            ("duyet-sua", "/don/SLIP/buoc/duyet"),
            ("tra-phieu", "/don/SLIP/buoc/tra-phieu"),
        ],
    ),
    (
        Role::UnitHead,
        &[
            ("viec-don-vi", "/"),
            ("don-nhieu-nut", "/don/CASE"),
            ("ban-hanh", "/don/CASE/buoc/ban-hanh"),
            ("gia-han", "/don/CASE/buoc/gia-han"),
            ("phuc-tap", "/don/CASE/buoc/phuc-tap"),
        ],
    ),
    (Role::UnitOfficer, &[("chuyen-vien", "/"), ("ghi-buoc", "/don/CASE/buoc/ghi-buoc")]),
];

#[tokio::test]
async fn every_page_fits_the_desk_and_can_be_read() {
    look_at_every_page(DESK).await;
}

#[tokio::test]
async fn every_page_fits_the_telephone_and_can_be_read() {
    look_at_every_page(PHONE).await;
}

#[tokio::test]
async fn every_page_of_the_workflow_fits_the_desk_and_can_be_read() {
    look_at_the_steps(DESK).await;
}

#[tokio::test]
async fn every_page_of_the_workflow_fits_the_telephone_and_can_be_read() {
    look_at_the_steps(PHONE).await;
}

async fn look_at_the_steps(browser: Browser) {
    if !browser_is_there() {
        return;
    }
    let office = Office::new(|role| format!("{LONG_NAME} {}", role.code()));
    let long = format!("Khiếu nại {} {}", "x".repeat(200), "giá bồi thường ".repeat(60));
    let matter = (LONG_NAME, long.as_str());
    let new = office.receive(Kind::Denunciation, "2024-06-03", matter).to_string();
    let slip = office.receive(Kind::Complaint, "2024-06-03", matter);
    office.propose(slip, "2024-06-05", AssignmentMode::VerifyAndAdvise);
    for (kind, mode, content) in [
        (Kind::Suggestion, AssignmentMode::Settle, "Kiến nghị làm cống thoát nước hẻm 12"),
        (
            Kind::Denunciation,
            AssignmentMode::VerifyAndAdvise,
            "Tố cáo ông Trần Văn Nhận lập khống hồ sơ đền bù",
        ),
    ] {
        let id = office.receive(kind, "2024-06-03", ("Lê Thị Hoa", content));
        office.propose(id, "2024-06-05", mode);
    }
    let case = office.receive(Kind::Complaint, "2024-06-03", matter);
    office.propose(case, "2024-06-05", AssignmentMode::Settle);
    office.approve(case, "2024-06-06");
    let (slip, case) = (slip.to_string(), case.to_string());
    let stage = Stage::open(office.close(), browser).await;
    let mut gallery = Gallery::new(browser);
    stage.sign_in(&of(Role::UnitHead)).await;
    it_comes_as_far_as_its_draft(&stage, &case).await;
    for (role, pages) in STEP_PAGES {
        stage.go("/").await;
        stage.changes_to(role).await;
        for (name, path) in pages {
            let path = path.replace("NEW", &new).replace("SLIP", &slip).replace("CASE", &case);
            stage.go(&path).await;
            assert_eq!(stage.path().await, path, "{name} is not for {role:?}");
            unfold_everything(&stage, &mut gallery, name).await;
            gallery.faults_of(name, unseen_focus(&stage).await);
        }
    }
    gallery.end();
}

/// The page as it opens, and with all of its folds open.
async fn unfold_everything(stage: &Stage, gallery: &mut Gallery, name: &str) {
    const UNFOLD: &str = "const folds = [...document.querySelectorAll('main details')]; \
        for (const fold of folds) fold.open = true; return folds.length;";
    gallery.look(stage, name).await;
    let folds: u32 = stage.script(UNFOLD, vec![]).await;
    if folds > 0 {
        gallery.look(stage, &format!("{name}-mo")).await;
    }
}

async fn it_comes_as_far_as_its_draft(stage: &Stage, case: &str) {
    let signer = ("nguoi_ky", LONG_NAME);
    let recipients = ("noi_nhan", LONG_NAME);
    stage.go(&format!("/don/{case}")).await;
    stage.takes("Thụ lý", &[("ngay", "10/06/2024"), signer, recipients]).await;
    stage.takes("Bắt đầu xác minh", &[("ngay", "11/06/2024")]).await;
    stage
        .takes("Ghi nhận phức tạp", &[("ngay", "12/06/2024"), ("muc", "phức tạp"), ("y_kien", "x")])
        .await;
    stage.takes("Trình kết quả", &[("ngay", "28/06/2024"), ("y_kien", "Công nhận")]).await;
}

async fn look_at_every_page(browser: Browser) {
    if !browser_is_there() {
        return;
    }
    let data = data_folder();
    with_ledger(&data);
    run(&["import", ledger().to_str().unwrap()], data.path());
    let head = person(&data, "hung", LONG_NAME, "lanh-dao-ban");
    let leader = person(&data, "khuong", LONG_NAME, "lanh-dao-ubnd");
    let administrator = person(&data, "quantri", "Ngô Quản Trị", "quan-tri");
    let stage = Stage::open(data, browser).await;
    let mut gallery = Gallery::new(browser);

    stage.go("/dang-nhap").await;
    gallery.look(&stage, "dang-nhap").await;
    stage.sign_in(&head).await;
    let long = a_very_long_petition(&stage, &mut gallery).await;
    for (name, path) in DESK_HEAD_PAGES {
        stage.go(&path.replace("LONG", &long)).await;
        gallery.look(&stage, name).await;
        gallery.faults_of(name, unseen_focus(&stage).await);
    }
    stage.go("/quan-tri/dong-cho-sua").await;
    stage.find("tbody a").await.click().await.unwrap();
    gallery.look(&stage, "sua-dong").await;
    stage.go("/quan-tri/nhap-so").await;
    let file = stage.find("input[type=file]").await;
    file.send_keys(ledger().to_str().unwrap()).await.unwrap();
    stage.press("Xem trước").await;
    stage.says("Chưa có gì được ghi").await;
    gallery.look(&stage, "xem-truoc").await;
    the_way_to_the_leader(&stage, &mut gallery, &long, &leader).await;
    the_administrators_pages(&stage, &mut gallery, &administrator).await;
    gallery.end();
}

/// A petition of today whose words are longer than any column. Gives its number.
async fn a_very_long_petition(stage: &Stage, gallery: &mut Gallery) -> String {
    stage.go("/don/moi").await;
    stage.choose("nguon", "Trực tiếp").await;
    stage.fill("ngay_viet", "31/02/2018").await;
    stage.fill("ho_ten", LONG_NAME).await;
    stage.fill("so_nguoi", "1200").await;
    stage.fill("phuong_xa", "Nhơn Bình").await;
    stage.choose("loai", "Khiếu nại").await;
    stage
        .fill("noi_dung", &format!("Khiếu nại {} {}", "x".repeat(300), "nhà đất ".repeat(90)))
        .await;
    stage.press("Lưu đơn").await;
    stage.says("Ngày không có thật").await;
    gallery.look(stage, "tiep-nhan-sai").await;
    stage.fill("ngay_viet", "").await;
    stage.press("Lưu đơn").await;
    stage.says("Đã lưu đơn số").await;
    stage.texts("[role=status] b").await.remove(0)
}

/// The forms of the steps as they are and as they refuse, the inbox, and a petition with all that has happened.
async fn the_way_to_the_leader(stage: &Stage, gallery: &mut Gallery, long: &str, leader: &Person) {
    for (step, chosen) in TO_THE_LEADER {
        stage.go(&format!("/don/{long}/buoc/{step}")).await;
        for (name, words) in chosen {
            stage.choose(name, words).await;
        }
        gallery.look(stage, &format!("buoc-{step}")).await;
        gallery.faults_of(step, unseen_focus(stage).await);
        if step == "de-xuat" {
            stage.find("main button[data-submit]").await.click().await.unwrap();
            stage.says("Chưa chọn đơn vị").await;
            gallery.look(stage, "buoc-de-xuat-sai").await;
            stage.choose("don_vi", "Phòng Tài nguyên và Môi trường").await;
            stage.choose("hinh_thuc", "kiểm tra, tham mưu, đề xuất").await;
            stage.fill("ghi_chu", &"Đúng thẩm quyền, đủ điều kiện. ".repeat(20)).await;
        }
        stage.find("main button[data-submit]").await.click().await.unwrap();
        // What the law refuses for this kind is said on the same page.
        stage
            .until("an answer", async || {
                let text = stage.text().await;
                text.contains("Đã ghi") || text.contains("Chưa ghi.")
            })
            .await;
    }
    stage.go("/").await;
    stage.press("Đăng xuất").await;
    stage.at("/dang-nhap").await;
    stage.sign_in(leader).await;
    for (name, path) in [("lanh-dao", "/"), ("duyet", "/duyet"), ("don-cho-duyet", "/don/LONG")] {
        stage.go(&path.replace("LONG", long)).await;
        gallery.look(stage, name).await;
        gallery.faults_of(name, unseen_focus(stage).await);
    }
}

async fn the_administrators_pages(stage: &Stage, gallery: &mut Gallery, person: &Person) {
    stage.go("/").await;
    stage.press("Đăng xuất").await;
    stage.at("/dang-nhap").await;
    stage.sign_in(person).await;
    for (name, path) in ADMINISTRATOR_PAGES {
        stage.go(path).await;
        gallery.look(stage, name).await;
        gallery.faults_of(name, unseen_focus(stage).await);
    }
    stage.go("/khong-co-trang-nay").await;
    gallery.look(stage, "khong-tim-thay").await;
}

/// Pictures and faults of the pages that were looked at.
struct Gallery {
    browser: Browser,
    folder: PathBuf,
    faults: Vec<String>,
}

impl Gallery {
    fn new(browser: Browser) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/screenshots");
        fs::create_dir_all(&folder).unwrap();
        Self { browser, folder, faults: Vec::new() }
    }

    async fn look(&mut self, stage: &Stage, name: &str) {
        let width = self.browser.width;
        let found = faults(stage, width).await;
        self.faults_of(name, found);
        let picture = self.folder.join(format!("{name}-{width}.png"));
        stage.driver.screenshot(&picture).await.unwrap();
    }

    fn faults_of(&mut self, name: &str, found: Vec<String>) {
        // A page that refuses says so with its status, and the browser remarks on it.
        let is_expected =
            |fault: &String| fault.contains("the server responded with a status of 4");
        let found = found.into_iter().filter(|fault| !is_expected(fault));
        self.faults.extend(found.map(|fault| format!("{name}: {fault}")));
    }

    fn end(self) {
        assert!(self.faults.is_empty(), "{}:\n{}", self.browser.width, self.faults.join("\n"));
    }
}
