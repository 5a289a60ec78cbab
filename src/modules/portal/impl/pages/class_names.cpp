#include "modules/portal/impl/pages/class_names.h"

namespace tangthu::portal::impl {
namespace {

struct Name {
    const char* vi;
    const char* en;
};

constexpr std::array<Name, 10> kMain{{
    {"Tin học, thông tin và sách tổng hợp", "Computing, information, general works"},
    {"Triết học và tâm lý học", "Philosophy and psychology"},
    {"Tôn giáo, tín ngưỡng", "Religion and belief"},
    {"Xã hội: chính trị, kinh tế, pháp luật, giáo dục", "Society: politics, economy, law, education"},
    {"Ngôn ngữ", "Language"},
    {"Khoa học tự nhiên và toán học", "Natural science and mathematics"},
    {"Kỹ thuật, y học, nông nghiệp, gia đình", "Technology, medicine, farming, home"},
    {"Nghệ thuật, giải trí, thể thao", "Arts, leisure, sport"},
    {"Văn học", "Literature"},
    {"Lịch sử, địa lý, du lịch", "History, geography, travel"},
}};

constexpr std::array<Name, 100> kDivisions{{
    // 000
    {"Tin học, máy tính, tri thức", "Computing, knowledge, systems"},
    {"Thư mục", "Bibliographies"},
    {"Thư viện và thông tin", "Libraries and information"},
    {"Bách khoa thư", "Encyclopaedias"},
    {"", ""},
    {"Tạp chí, báo tổng hợp", "General magazines and serials"},
    {"Hội, tổ chức và bảo tàng", "Associations and museums"},
    {"Báo chí, xuất bản", "News media, publishing"},
    {"Tuyển tập, trích dẫn", "Collections and quotations"},
    {"Bản thảo và sách hiếm", "Manuscripts and rare books"},
    // 100
    {"Triết học nói chung", "Philosophy in general"},
    {"Siêu hình học", "Metaphysics"},
    {"Nhận thức, con người", "Knowledge and humankind"},
    {"Hiện tượng huyền bí", "Paranormal phenomena"},
    {"Các trường phái triết học", "Schools of philosophy"},
    {"Tâm lý học", "Psychology"},
    {"Lôgic học", "Logic"},
    {"Đạo đức học, lối sống", "Ethics"},
    {"Triết học cổ đại và phương Đông", "Ancient and Eastern philosophy"},
    {"Triết học phương Tây hiện đại", "Modern Western philosophy"},
    // 200
    {"Tôn giáo nói chung", "Religion in general"},
    {"Triết học tôn giáo", "Philosophy of religion"},
    {"Kinh Thánh", "The Bible"},
    {"Thần học Kitô giáo", "Christian theology"},
    {"Đời sống đạo Kitô giáo", "Christian practice"},
    {"Mục vụ và dòng tu Kitô giáo", "Christian ministry and orders"},
    {"Giáo hội và xã hội", "Church and society"},
    {"Lịch sử Kitô giáo", "History of Christianity"},
    {"Các giáo phái Kitô giáo", "Christian denominations"},
    {"Phật giáo và các tôn giáo khác", "Buddhism and other religions"},
    // 300
    {"Xã hội học, nhân học", "Sociology, anthropology"},
    {"Thống kê", "Statistics"},
    {"Chính trị", "Politics"},
    {"Kinh tế", "Economics"},
    {"Pháp luật", "Law"},
    {"Hành chính công, quân sự", "Public administration, military"},
    {"Vấn đề và dịch vụ xã hội", "Social issues and services"},
    {"Giáo dục", "Education"},
    {"Thương mại, giao thông, bưu chính", "Trade, transport, communications"},
    {"Phong tục, văn hóa dân gian", "Customs and folklore"},
    // 400
    {"Ngôn ngữ nói chung", "Language in general"},
    {"Ngôn ngữ học", "Linguistics"},
    {"Tiếng Anh", "English"},
    {"Tiếng Đức", "German"},
    {"Tiếng Pháp", "French"},
    {"Tiếng Ý, tiếng Rumani", "Italian, Romanian"},
    {"Tiếng Tây Ban Nha, Bồ Đào Nha", "Spanish, Portuguese"},
    {"Tiếng Latinh", "Latin"},
    {"Tiếng Hy Lạp", "Greek"},
    {"Tiếng Việt và các ngôn ngữ khác", "Vietnamese and other languages"},
    // 500
    {"Khoa học nói chung", "Science in general"},
    {"Toán học", "Mathematics"},
    {"Thiên văn học", "Astronomy"},
    {"Vật lý học", "Physics"},
    {"Hóa học", "Chemistry"},
    {"Khoa học Trái Đất", "Earth sciences"},
    {"Cổ sinh vật, hóa thạch", "Fossils and prehistoric life"},
    {"Sinh học", "Biology"},
    {"Thực vật", "Plants"},
    {"Động vật", "Animals"},
    // 600
    {"Kỹ thuật nói chung", "Technology in general"},
    {"Y học, sức khỏe", "Medicine and health"},
    {"Kỹ thuật, cơ khí, điện tử", "Engineering"},
    {"Nông nghiệp, chăn nuôi, thủy sản", "Farming, livestock, fisheries"},
    {"Nấu ăn, gia đình, nuôi con", "Cooking, home, parenting"},
    {"Quản lý, kinh doanh", "Management and business"},
    {"Kỹ thuật hóa học, thực phẩm", "Chemical and food technology"},
    {"Sản xuất, gia công", "Manufacturing"},
    {"Hàng hóa, nghề thủ công", "Manufactured goods, crafts"},
    {"Xây dựng", "Building"},
    // 700
    {"Nghệ thuật nói chung", "Arts in general"},
    {"Quy hoạch, cảnh quan", "Planning and landscape"},
    {"Kiến trúc", "Architecture"},
    {"Điêu khắc, gốm sứ", "Sculpture, ceramics"},
    {"Vẽ, trang trí, thủ công mỹ nghệ", "Drawing and decorative arts"},
    {"Hội họa", "Painting"},
    {"Đồ họa, tranh khắc", "Graphic arts, prints"},
    {"Nhiếp ảnh", "Photography"},
    {"Âm nhạc", "Music"},
    {"Giải trí, sân khấu, thể thao", "Entertainment, stage, sport"},
    // 800
    {"Lý luận văn học, làm văn", "Theory of literature, writing"},
    {"Văn học Mỹ", "American literature"},
    {"Văn học Anh", "English literature"},
    {"Văn học Đức và Bắc Âu", "German and Nordic literature"},
    {"Văn học Pháp", "French literature"},
    {"Văn học Ý, Rumani", "Italian, Romanian literature"},
    {"Văn học Tây Ban Nha, Bồ Đào Nha", "Spanish, Portuguese literature"},
    {"Văn học Latinh", "Latin literature"},
    {"Văn học Hy Lạp", "Greek literature"},
    {"Văn học Việt Nam và các nước khác", "Vietnamese and other literatures"},
    // 900
    {"Lịch sử thế giới", "World history"},
    {"Địa lý, du lịch", "Geography and travel"},
    {"Tiểu sử, hồi ký, gia phả", "Biography, memoirs, genealogy"},
    {"Lịch sử thế giới cổ đại", "The ancient world"},
    {"Lịch sử châu Âu", "History of Europe"},
    {"Lịch sử Việt Nam và châu Á", "History of Vietnam and Asia"},
    {"Lịch sử châu Phi", "History of Africa"},
    {"Lịch sử Bắc Mỹ", "History of North America"},
    {"Lịch sử Nam Mỹ", "History of South America"},
    {"Lịch sử các vùng khác", "History of other regions"},
}};

std::string in_language(const Name& name, text::Language language) {
    return language == text::Language::vi ? name.vi : name.en;
}

} // namespace

std::string main_class_name(int digit, text::Language language) {
    return digit < 0 || digit > 9 ? std::string{} : in_language(kMain[static_cast<std::size_t>(digit)], language);
}

std::string class_name(std::string_view division, text::Language language) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (division.size() != 3 || !is_digit(division[0]) || !is_digit(division[1]) || division[2] != '0') {
        return {};
    }
    const auto index = static_cast<std::size_t>(division[0] - '0') * 10 + static_cast<std::size_t>(division[1] - '0');
    return in_language(kDivisions[index], language);
}

} // namespace tangthu::portal::impl
