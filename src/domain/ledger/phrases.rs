//! The header words of offices, as data: what each column is called.
//!
//! Phrases are folded and stand as they are after the usual abbreviations are written out; `|` parts them. A phrase
//! means its column wherever it stands in a header, unless a longer one does; those of [`WHOLE`] only where they are
//! the whole header. [`FOREIGN`] are columns that no field holds, so that a part of their words is not taken for one
//! that does. Called by `column` alone.

use super::Column;

/// Abbreviations in headers: folded, and written out.
pub(super) const ABBREVIATIONS: &[(&str, &str)] = &[
    ("nd", "noi dung"),
    ("ndung", "noi dung"),
    ("dv", "don vi"),
    ("cq", "co quan"),
    ("kq", "ket qua"),
    ("gq", "giai quyet"),
    ("kqgq", "ket qua giai quyet"),
    ("kntc", "khieu nai to cao"),
    ("xl", "xu ly"),
    ("vb", "van ban"),
    ("cv", "cong van"),
    ("pc", "phieu chuyen"),
    ("qd", "quyet dinh"),
    ("tl", "tra loi"),
    ("sdt", "so dien thoai"),
    ("dt", "dien thoai"),
    ("dc", "dia chi"),
    ("li", "ly"),
    ("kn", "khieu nai"),
    ("tc", "to cao"),
    ("gc", "ghi chu"),
    ("ht", "hinh thuc"),
    ("n dung", "noi dung"),
    ("d vi", "don vi"),
    ("c quan", "co quan"),
    ("t han", "thoi han"),
    ("k qua", "ket qua"),
    ("g chu", "ghi chu"),
    ("d chi", "dia chi"),
    ("h khau", "ho khau"),
    ("hktt", "ho khau"),
    ("dkhk", "ho khau"),
    ("loai dt", "loai don thu"),
    ("don dt", "don thu"),
    ("sl nguoi", "so luong nguoi"),
    ("p loai", "phan loai"),
    ("t chat", "tinh chat"),
    ("tg", "thoi gian"),
    ("gquyet", "giai quyet"),
    ("g quyet", "giai quyet"),
    ("x ly", "xu ly"),
    ("xly", "xu ly"),
    ("kqua", "ket qua"),
    ("dvi", "don vi"),
    ("dchi", "dia chi"),
    ("tloi", "tra loi"),
    ("t loi", "tra loi"),
    ("cd", "cong dan"),
    ("ngay th", "ngay thang"),
    ("l don", "loai don"),
    ("h ten", "ho ten"),
    ("v ban", "van ban"),
];

/// Phrases of each column, folded; `|` parts them.
pub(super) const PHRASES: &[(Column, &str)] = &[
    (
        Column::Ordinal,
        "stt|tt|so tt|so thu tu|thu tu|so den|so don|so vao so|so ho so|so dang ky|ma don|ma so",
    ),
    (
        Column::ReceivedOn,
        "ngay den|ngay nhan|ngay tiep nhan|ngay vao so|ngay nop|ngay nhan don|ngay tiep|ngay thang|\
         ngay thang nam|thoi gian nhan|thoi gian tiep nhan|ngay don den|ngay thang nhan|ngay thang den|\
         ngay thang nhan don|ngay thang tiep nhan|thoi gian|thoi diem nhan|thoi diem tiep nhan|nhan ngay|\
         ngay gui den|ngay thang nam nhan|ngay thang nam den|ngay thang nam tiep nhan|ngay cong dan den|\
         ngay thu don|ngay vao so den|ngay thang vao so|ngay den don|ngay tiep cong dan|ngay tiep dan|ngay dang ky|ngay thu ly don|ngay nhan duoc don|ngay nhan duoc|ngay phat sinh|ngay vao|ngay thang tiep|ngay thang nam tiep|ngay thang nam vao so|ngay thang nam nhan don|ngay thang nam den|thoi gian den|thoi gian vao so|ngay nhap|ngay ghi so|ngay vao so don|ngay cong dan nop don|ngay cong dan nop|ngay cong dan gui|ngay cong dan gui don|ngay cong dan gui den|ngay gio tiep nhan|ngay gio nhan|ngay gio|ngay gio den|ngay don vi nhan|ngay gio nhan don",
    ),
    (
        Column::WrittenOn,
        "ngay viet|ngay viet don|ngay ghi tren don|ngay tren don|ngay lam don|don de ngay|ngay de don|ngay ky don|\
         ngay don|ngay thang tren don|ngay thang ghi tren don|ngay gui don|ngay gui|ngay thang viet don|ngay cua don|ngay thang nam viet don|ngay thang nam tren don|ngay thang nam ghi tren don|ngay thang nam cua don|ngay thang don|de ngay|ngay dang don|ngay ghi trong don|ngay trong don|ngay cong dan viet don|ngay cong dan lam don",
    ),
    (
        Column::Sender,
        "ho ten|ho va ten|ten nguoi|nguoi gui|nguoi dung don|nguoi viet don|nguoi lam don|nguoi nop|\
         nguoi co don|nguoi khieu nai|nguoi to cao|nguoi kien nghi|nguoi phan anh|chu don|duong su|cong dan|\
         nguyen don|nguoi dung ten|ten cong dan|ten nguoi gui|ten to chuc ca nhan|to chuc ca nhan|\
         ca nhan to chuc|nguoi de nghi|nguoi gui don|nguoi ky don|nguoi yeu cau|ho ten nguoi gui|\
         ho ten nguoi dung don|ho ten cong dan|nguoi khieu nai to cao|ho ten dia chi nguoi gui|don cua ong ba|\
         ong ba|cua ong ba|nguoi dai dien|chu the|chu the dung don|nguoi dung ten don|ho ten chu don|nguoi khieu to|ten don vi ca nhan|don vi ca nhan gui don|nguoi trinh bay|nguoi de don|ten nguoi dung don|ho ten nguoi khieu nai to cao|ho ten nguoi khieu nai|ho ten nguoi to cao|thong tin nguoi gui|thong tin cong dan|thong tin nguoi nop|nguoi khieu nai to cao kien nghi phan anh|nguoi khieu nai to cao kien nghi|nguoi viet|nguoi to cao khieu nai|doi tuong gui don|chu ho|don cua|ca nhan gui don|ho va ten cong dan|ho va ten nguoi gui|ho va ten nguoi dung don|nguoi khieu kien|nguoi khieu nai kien nghi|nguoi to giac",
    ),
    (
        Column::Address,
        "dia chi|noi o|noi cu tru|noi thuong tru|cu tru|cho o|thuong tru|tru quan|ho khau|noi dang ky|noi sinh song|\
         d c|dia chi lien he|dia chi nguoi gui|que quan|tru tai|tam tru|noi o hien nay|noi cu ngu|noi thuong tru tam tru|thuong tru tai|noi o hien tai|dia chi thuong tru|dia chi cu tru|ho khau thuong tru|noi dang ky ho khau|so nha|dia chi noi o|cho o hien nay|dia chi cong dan|dia chi nguoi dung don|to dan pho|dia phuong|cu ngu|ho khau thuong tru|tru o",
    ),
    (
        Column::Ward,
        "phuong xa|xa phuong|xa phuong thi tran|phuong xa thi tran|ten phuong xa|ten xa phuong|dia ban phuong xa|dia ban xa phuong|xa phuong noi o|thuoc phuong xa|thuoc xa phuong",
    ),
    (
        Column::IdentityNumber,
        "cmnd|cccd|so cmnd|so cccd|chung minh|can cuoc|giay to|so giay to|so dinh danh|ho chieu|cmt",
    ),
    (Column::Phone, "dien thoai|so dien thoai|dtdd|lien lac|so lien lac"),
    (
        Column::GroupSize,
        "so nguoi|so luong nguoi|so ho|so nguoi ky|so nguoi gui|so nguoi dung don|so cong dan|so luot nguoi|\
         so nguoi tham gia|dong nguoi|so nguoi ky don|so nguoi dai dien|so luong nguoi ky|so nguoi cung ky|so nguoi cung ky ten|so nguoi ky ten|so ho dan|so luong ho|so nguoi khieu nai|so nguoi khieu nai to cao",
    ),
    (
        Column::Source,
        "nguon|nguon don|noi chuyen|noi chuyen don|noi gui|noi gui den|noi chuyen den|co quan chuyen|co quan chuyen don|\
         co quan chuyen den|don vi chuyen don|don vi chuyen den|hinh thuc tiep nhan|hinh thuc nhan|hinh thuc gui|\
         hinh thuc den|cach nhan|kenh tiep nhan|kenh nhan|kenh|nhan tu|nhan qua|duong nhan|cach thuc nhan|xuat xu|\
         hinh thuc nhan don|hinh thuc gui don|phuong thuc nhan|phuong thuc tiep nhan|den tu|noi den|xuat xu don|\
         hinh thuc nop|nguon goc|nguon tiep nhan|cach thuc tiep nhan|noi chuyen toi|cach gui|co quan gui|don vi gui|\
         co quan gui don|don vi gui don|don vi chuyen|cach tiep nhan|cach thuc gui|duong den|don tu|do dau chuyen|hinh thuc chuyen den|chuyen tu|don chuyen tu|don chuyen den tu|co quan chuyen toi|noi chuyen don den|noi chuyen don|don vi chuyen don den|co quan chuyen don den|tiep nhan tu|tiep nhan qua|nguon nhan|nguon nhan don|nguon den|hinh thuc chuyen|hinh thuc tiep nhan don|tac gia|noi phat hanh|noi gui don|kenh tiep nhan don|den bang|gui qua|gui bang|nhan bang|duong gui|cach nhan don|nguon chuyen den|nguon chuyen|do co quan chuyen|co quan to chuc chuyen don|co quan to chuc don vi chuyen don|co quan to chuc chuyen den|do co quan nao chuyen|phuong thuc gui|phuong thuc gui don|phuong thuc den|don do|do ai chuyen|\
         cach den|co quan gioi thieu|nguoi chuyen don",
    ),
    (
        Column::Kind,
        "loai|loai don|phan loai|phan loai don|loai viec|loai vu viec|the loai|dang don|loai hinh|tinh chat|\
         tinh chat don|loai don thu|don thuoc loai|loai khieu to|phan loai vu viec|hinh thuc don|\
         phan loai don thu|loai khieu nai to cao|the loai don|tinh chat vu viec|nhom don|loai don khieu nai to cao|loai don khieu nai to cao kien nghi phan anh|phan loai theo tinh chat|phan loai theo tinh chat don|phan loai theo noi dung|phan loai theo noi dung don|phan loai noi dung don|theo tinh chat|phan loai theo loai don|tinh chat noi dung don|loai noi dung|dang don thu|loai don thu khieu nai to cao|loai khieu nai|dang|dang vu viec|ten loai|ten loai don|\
         kieu don",
    ),
    (
        Column::Field,
        "linh vuc|nhom linh vuc|nganh|phan loai theo linh vuc|linh vuc don|loai linh vuc|linh vuc khieu nai|linh vuc khieu nai to cao|thuoc linh vuc|phan loai linh vuc|linh vuc phat sinh|linh vuc lien quan|linh vuc vu viec",
    ),
    (
        Column::Content,
        "noi dung|trich yeu|tom tat|noi dung don|noi dung tom tat|tom tat noi dung|trich yeu noi dung|noi dung vu viec|\
         vu viec|su viec|noi dung chinh|ve viec|noi dung trinh bay|noi dung khieu nai|noi dung to cao|van de|\
         noi dung phan anh|noi dung kien nghi|noi dung khieu nai to cao|noi dung su viec|tom tat vu viec|\
         noi dung don thu|noi dung yeu cau|noi dung de nghi|v v|noi dung don thu khieu nai to cao|noi dung don khieu nai|noi dung don khieu nai to cao|trich yeu don|trich yeu noi dung don|tom tat noi dung don|tom tat noi dung vu viec|tom tat noi dung don thu|noi dung tom tat don|noi dung vu viec khieu nai|noi dung khieu kien|noi dung cong dan|noi dung chinh cua don|noi dung cua don|ten vu viec|ten loai va trich yeu noi dung|ten loai va trich yeu|noi dung cu the|ly do|tom tat don|noi dung cong dan trinh bay|noi dung don kien nghi|noi dung kien nghi phan anh|noi dung phan anh kien nghi|noi dung vu viec tom tat|\
         yeu cau cua cong dan|yeu cau cua nguoi gui|nguyen vong|tom luoc|dien giai|mo ta|noi dung khieu to",
    ),
    (
        Column::Respondent,
        "nguoi bi khieu nai|nguoi bi to cao|nguoi bi|doi tuong bi|nguoi bi khieu nai to cao|bi khieu nai|bi to cao|\
         doi tuong bi khieu nai|doi tuong bi to cao|bi don|co quan bi khieu nai|doi tuong bi khieu nai to cao|doi tuong khieu nai to cao|doi tuong bi khieu to|ca nhan to chuc bi khieu nai|to chuc ca nhan bi khieu nai to cao|ten nguoi bi khieu nai|ho ten nguoi bi khieu nai|ho ten nguoi bi to cao|ho ten nguoi bi khieu nai to cao|ten nguoi bi to cao",
    ),
    (
        Column::Unit,
        "don vi|co quan|don vi duoc giao|co quan duoc giao|co quan giai quyet|don vi giai quyet|don vi thu ly|\
         co quan thu ly|don vi xu ly|co quan xu ly|noi giai quyet|noi xu ly|noi thu ly|giao cho|don vi chu tri|\
         co quan chu tri|phong ban|chuyen den|chuyen cho|giao don vi|giao co quan|tham quyen giai quyet|tham quyen|\
         don vi tham muu|co quan tham muu|don vi thuc hien|co quan thuc hien|don vi tiep nhan xu ly|noi nhan|\
         don vi nhan|co quan nhan|chuyen don vi|chuyen co quan|nguoi giai quyet|nguoi thu ly|bo phan xu ly|\
         bo phan giai quyet|don vi nhan viec|don vi nhan don|phong ban thu ly|co quan tham quyen|giao ai|\
         co quan co tham quyen|don vi phu trach|noi duoc giao|giao giai quyet cho|bo phan|co quan tham quyen giai quyet|co quan don vi duoc giao|co quan don vi xu ly|co quan don vi giai quyet|co quan don vi thu ly|co quan don vi thuc hien|don vi thuc hien|chuyen den don vi|chuyen den co quan|chuyen cho don vi|chuyen cho co quan|giao cho don vi|giao cho co quan|co quan to chuc don vi co tham quyen|noi chuyen don di|chuyen don den|chuyen don cho|don vi tham muu giai quyet|co quan tham muu giai quyet|don vi co trach nhiem|co quan duoc chuyen|don vi duoc chuyen|don vi duoc giao giai quyet|don vi duoc giao xu ly|co quan don vi nhan|don vi nhan xu ly|co quan nhan xu ly|don vi dau moi|co quan tiep nhan xu ly|don vi tiep nhan|phan cong don vi|phan cong cho|giao phong ban|chuyen phong ban|phong ban xu ly|phong ban duoc giao|co quan don vi chu tri|to chuc co tham quyen|noi chuyen di|chuyen di|don vi nhan chuyen|phong chuyen mon|don vi hoac nguoi nhan|\
         giao ve|giao phong|chuyen phong|chuyen ve|phong duoc giao|to chuc duoc giao|phan cong xu ly|noi tiep nhan xu ly|noi tiep nhan giai quyet|phan cong giai quyet|noi duoc chuyen|phong thu ly|phong xu ly",
    ),
    (
        Column::Mode,
        "hinh thuc giao|cach giao|huong xu ly|hinh thuc xu ly|noi dung giao|y kien xu ly|nhiem vu|\
         nhiem vu giao|yeu cau xu ly|y kien chi dao|noi dung chi dao|loai giao viec|giao viec|de xuat xu ly|\
         phuong an xu ly|cach xu ly|bien phap xu ly|tinh chat giao|nhiem vu duoc giao|noi dung giao viec|\
         cach thuc giao|hinh thuc thu ly|hinh thuc giai quyet|cach thuc xu ly|viec duoc giao|yeu cau giao|\
         the thuc giao|viec giao|giao de|huong giai quyet|phuong thuc giao|kieu giao|dang giao|\
         hinh thuc phan cong|yeu cau giai quyet|loai giao|hinh thuc chuyen|hinh thuc xu ly don|ket qua phan loai xu ly|loai hinh xu ly|huong xu ly don|de xuat huong xu ly|chi dao cua lanh dao|y kien lanh dao|y kien cua lanh dao|lanh dao chi dao|but phe|y kien chi dao cua lanh dao|chi dao xu ly|de xuat|bien phap giai quyet|hinh thuc chi dao|chi dao giai quyet|chi dao|noi dung cong viec giao|noi dung cong viec|cong viec giao|cong viec duoc giao|\
         muc dich giao|vai tro|trach nhiem|trach nhiem duoc giao|noi dung chuyen giao|hinh thuc chuyen giao|noi dung yeu cau giao|cach giai quyet",
    ),
    (
        Column::AssigningDocument,
        "van ban giao|phieu chuyen|so phieu chuyen|cong van giao|van ban chuyen|cong van chuyen|so van ban giao|\
         so van ban chuyen|so hieu van ban giao|so cong van|so phieu|phieu giao|so cong van chuyen|so cong van giao|\
         van ban chuyen don|van ban giao viec|van ban chi dao|so van ban|so ky hieu|so ky hieu van ban|van ban di|\
         giay chuyen|quyet dinh giao|thong bao giao|van ban xu ly|phieu xu ly|cong van chi dao|van ban phan cong|\
         van ban|cong van|phieu giao viec|so phieu chuyen don|so cong van phieu chuyen|so ngay van ban chuyen|so ngay van ban giao|van ban chuyen giao|so van ban chuyen giao|so van ban chi dao|van ban giao giai quyet|van ban giao xu ly|van ban chuyen xu ly|cong van giao giai quyet|phieu chuyen xu ly|so van ban chuyen don|so thu tu phieu chuyen|phieu chuyen don",
    ),
    (
        Column::AssigningDate,
        "ngay giao|ngay chuyen|ngay van ban giao|ngay phieu chuyen|ngay van ban chuyen|ngay cong van giao|\
         ngay chuyen don|ngay phan cong|ngay cong van chuyen|ngay van ban|ngay thang van ban|ngay phieu|ngay giao viec|\
         ngay chuyen di|ngay cong van|ngay thang chuyen|ngay thang giao|ngay thang nam chuyen|ngay thang nam giao|ngay van ban giao viec|ngay ban hanh phieu chuyen|ngay chuyen xu ly|ngay giao giai quyet|ngay giao xu ly|ngay thang van ban giao|ngay thang van ban chuyen|ngay chuyen phieu|ngay phat hanh phieu chuyen|ngay chuyen giao",
    ),
    (
        Column::DueOn,
        "thoi han|han|han giai quyet|thoi han giai quyet|thoi han tra loi|han tra loi|ngay hen|hen tra|ngay den han|\
         ngay het han|han xu ly|thoi han xu ly|thoi gian giai quyet|thoi gian xu ly|han bao cao|thoi han bao cao|\
         ngay phai tra loi|ngay hen tra|ngay hen tra ket qua|han cuoi|han chot|thoi gian hoan thanh|han hoan thanh|\
         thoi han hoan thanh|den han|den han ngay|thoi han thuc hien|han thuc hien|thoi gian tra ket qua|\
         han tra ket qua|thoi han tra ket qua|ngay phai giai quyet xong|ngay phai xong|phai xong truoc|thoi han bao cao ket qua|han bao cao ket qua|thoi han phai giai quyet|ngay het thoi han|ngay het han giai quyet|thoi han giai quyet xong|han phai tra loi|han phai giai quyet|han phai xong|ngay phai bao cao|thoi gian phai giai quyet|han giao|thoi han giao|thoi gian bao cao|ngay hen tra loi|ngay hen giai quyet|yeu cau hoan thanh truoc|hoan thanh truoc ngay|bao cao truoc ngay|tra loi truoc ngay|thoi han theo quy dinh|ngay den han giai quyet|ngay den han tra loi|ngay den han xu ly|\
         giai quyet truoc ngay|tra loi truoc|giai quyet truoc|xong truoc|truoc ngay|han dinh",
    ),
    (
        Column::Result,
        "ket qua|ket qua giai quyet|ket qua xu ly|van ban giai quyet|van ban tra loi|ket qua tra loi|van ban ket qua|\
         quyet dinh giai quyet|van ban giai quyet so|so van ban giai quyet|so van ban tra loi|giai quyet|tra loi|\
         tinh hinh giai quyet|tinh hinh xu ly|tien do|so quyet dinh|cong van tra loi|ket qua thuc hien|\
         trang thai|tinh trang|da giai quyet|van ban phuc dap|van ban bao cao|ket luan|ket qua thu ly|\
         van ban ban hanh|noi dung giai quyet|noi dung ket qua|van ban tra loi ket qua|van ban tra loi cong dan|ket qua xu ly don|ket qua giai quyet don|van ban tra loi so|theo doi ket qua giai quyet|theo doi ket qua|ket qua giai quyet cua co quan|ket qua xu ly cua don vi|van ban bao cao ket qua|so ngay van ban tra loi|so ngay van ban giai quyet|van ban giai quyet don|van ban thong bao ket qua|van ban ket thuc|van ban phuc dap|ket qua thuc hien cua don vi|ket qua bao cao|quyet dinh ket luan|quyet dinh giai quyet khieu nai|\
         cong van giai quyet|quyet dinh cong van|quyet dinh cong van giai quyet|hoi dap|phuc dap",
    ),
    (
        Column::ResultDate,
        "ngay tra loi|ngay giai quyet|ngay ban hanh|ngay ket qua|ngay tra ket qua|ngay hoan thanh|ngay co ket qua|\
         ngay van ban giai quyet|ngay van ban tra loi|ngay xong|ngay giai quyet xong|ngay ket thuc|ngay quyet dinh|\
         ngay xu ly|ngay xu ly xong|ngay bao cao|ngay ky|ngay ban hanh ket qua|ngay ra van ban|ngay thang tra loi|ngay thang giai quyet|ngay thang nam tra loi|ngay ban hanh van ban tra loi|ngay van ban ket qua|ngay ban hanh quyet dinh|ngay co van ban tra loi|ngay bao cao ket qua|ngay thang ket qua|ngay giai quyet thuc te|ngay hoan thanh thuc te|ngay tra loi cong dan|ngay thang nam giai quyet",
    ),
    (
        Column::Note,
        "ghi chu|chu thich|ghi chu khac|ghi chep|ghi them|luu y|chu y|ghi chu khac neu co|chu giai|nhan xet",
    ),
];

/// Phrases that mean a column only where they are the whole header: too common elsewhere.
pub(super) const WHOLE: &[(Column, &str)] = &[
    (Column::Note, "khac"),
    (
        Column::Address,
        "thon|to|khu pho|to khu pho|thon xa|khu vuc phuong|thon to|to thon|khu vuc|to khu vuc|ap",
    ),
    (Column::Ordinal, "so|so don thu"),
    (Column::ReceivedOn, "ngay|ngay den so"),
    (Column::Sender, "ten|nguoi|khach|nhan dan"),
    (Column::Ward, "phuong|xa|dia ban"),
    (
        Column::Kind,
        "khieu nai to cao|khieu nai to cao knpa|khieu nai to cao khieu nai pa|khieu nai to cao pakn|\
         khieu nai to cao kien nghi phan anh|khieu nai to cao phan anh kien nghi|khieu nai to cao pa|\
         khieu nai to cao phan anh|khieu nai to cao kien nghi|don|nhom|don khieu nai to cao|\
         don khieu nai to cao knpa|don khieu nai to cao kien nghi phan anh|don khieu nai to cao khieu nai pa|\
         don khieu nai to cao pa",
    ),
    (Column::Mode, "xu ly|yeu cau|hinh thuc"),
    (Column::Unit, "giao|giao viec cho|chuyen|phan cong"),
    (Column::DueOn, "thoi han phai xong"),
];

/// Columns that no field holds.
pub(super) const FOREIGN: &str = "co quan da giai quyet|don vi da giai quyet|da duoc co quan|can bo tiep cong dan|\
    nguoi tiep cong dan|can bo tiep|nguoi tiep|nguoi tiep nhan don|can bo tiep nhan|nguoi nhan don|can bo nhan don|\
    nguoi nhan|nguoi ky nhan|ky nhan|can bo thu ly|can bo giai quyet|can bo xu ly|can bo theo doi|ho ten nguoi tiep|\
    ho ten can bo|ngay sinh|nam sinh|ngay thang nam sinh|so to|so trang|so ban|so lan|lan thu|tai lieu kem theo|\
    tai lieu|giay to kem theo|ho so kem theo|van ban kem theo|dan toc|gioi tinh|nghe nghiep|ngay cap|noi cap|\
    nguoi ky van ban|nguoi ky|lanh dao ky|nguoi uy quyen|so vu viec|so thua|to ban do|nguoi nhap|ngay nhap lieu|\
    nguoi phu trach|chuyen vien|lanh dao phu trach|lanh dao tiep|so ngay qua han|qua han|so ngay con lai|so ngay|\
    qua trinh giai quyet|cac co quan da giai quyet|noi luu|noi luu ho so|ngay luu|so luu|don vi tinh|\
    tong so don|so luong don|so luong|nguoi lien quan|ngay vu viec|ngay xay ra";

/// Headers that offices use for one column or another: which of them, shows in what stands below.
pub(super) const AMBIGUOUS: &[(&[Column], &str)] = &[
    (
        &[Column::Source, Column::Unit],
        "noi chuyen den|noi chuyen|chuyen den|don vi chuyen den|co quan chuyen den|noi den|noi nhan|noi gui den|\
         chuyen|don vi chuyen|co quan chuyen|noi chuyen don den|chuyen don den|noi gui|don vi|co quan|\
         co quan don vi|don vi nhan don|don vi tiep nhan|chuyen don|noi chuyen don|don vi chuyen don",
    ),
    (
        &[Column::Mode, Column::Source, Column::Kind],
        "hinh thuc|cach thuc|xu ly|yeu cau|hinh thuc chuyen|hinh thuc don|loai hinh|phuong thuc",
    ),
    (
        &[Column::Kind, Column::Source, Column::Mode],
        "tinh chat|phan loai|loai|dang|the loai|nhom|tinh chat don|nhom don|phan loai don",
    ),
];
