#pragma once

#include <string_view>

namespace tangthu::text::impl {

// The upper halves 0x80…0xFF of the one-byte encodings, sixteen characters a line; U+FFFD where nothing is assigned.
// Sources: TCVN 5712:1993 (VN1), RFC 1456 (VISCII), Microsoft's code page charts 1251, 1252, 1258 and 866.

inline constexpr std::u16string_view kTcvnUpper = u"ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨ"
                                                  u"ÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ"
                                                  u"\u00A0ĂÂÊÔƠƯĐăâêôơưđẰ"
                                                  u"\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴ"
                                                  u"ẮẦẨẪẤỀặầẩẫấậèỂẻẽ"
                                                  u"éẹềểễếệìỉỄẾỒĩíịò"
                                                  u"Ổỏõóọồổỗốộờởỡớợù"
                                                  u"ỖủũúụừửữứựỳỷỹýỵỐ";

/// Capitals that TCVN 5712 keeps among the control codes 0x00…0x17; 0 where the code stays a control.
inline constexpr char16_t kTcvnControls[0x20] = {0, u'Ú', u'Ụ', 0,    u'Ừ', u'Ử', u'Ữ', 0,    0, 0, 0, 0, 0, 0, 0, 0,
                                                 0, u'Ứ', u'Ự', u'Ỳ', u'Ỷ', u'Ỹ', u'Ý', u'Ỵ', 0, 0, 0, 0, 0, 0, 0, 0};

inline constexpr std::u16string_view kVisciiUpper = u"ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐ"
                                                    u"ỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ"
                                                    u"Õắằặấầẩậẽẹếềểễệố"
                                                    u"ồổỗỠƠộờởịỰỨỪỬơớƯ"
                                                    u"ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳ"
                                                    u"ĐứÒÓÔạỷừửÙÚỹỵÝỡư"
                                                    u"àáâãảăữẫèéêẻìíĩỉ"
                                                    u"đựòóôõỏọụùúũủýợỮ";

/// Capitals of VISCII among the control codes.
inline constexpr char16_t kVisciiControls[0x20] = {0, 0, u'Ẳ', 0, 0,    u'Ẵ', u'Ẫ', 0, 0, 0,    0, 0, 0, 0, 0,    0,
                                                   0, 0, 0,    0, u'Ỷ', 0,    0,    0, 0, u'Ỹ', 0, 0, 0, 0, u'Ỵ', 0};

inline constexpr std::u16string_view kWindows1252Upper = u"€\uFFFD‚ƒ„…†‡ˆ‰Š‹Œ\uFFFDŽ\uFFFD"
                                                         u"\uFFFD‘’“”•–—˜™š›œ\uFFFDžŸ"
                                                         u"\u00A0¡¢£¤¥¦§¨©ª«¬\u00AD®¯"
                                                         u"°±²³´µ¶·¸¹º»¼½¾¿"
                                                         u"ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏ"
                                                         u"ÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞß"
                                                         u"àáâãäåæçèéêëìíîï"
                                                         u"ðñòóôõö÷øùúûüýþÿ";

inline constexpr std::u16string_view kWindows1258Upper = u"€\uFFFD‚ƒ„…†‡ˆ‰\uFFFD‹Œ\uFFFD\uFFFD\uFFFD"
                                                         u"\uFFFD‘’“”•–—˜™\uFFFD›œ\uFFFD\uFFFDŸ"
                                                         u"\u00A0¡¢£¤¥¦§¨©ª«¬\u00AD®¯"
                                                         u"°±²³´µ¶·¸¹º»¼½¾¿"
                                                         u"ÀÁÂĂÄÅÆÇÈÉÊË\u0300ÍÎÏ"
                                                         u"ĐÑ\u0309ÓÔƠÖ×ØÙÚÛÜƯ\u0303ß"
                                                         u"àáâăäåæçèéêë\u0301íîï"
                                                         u"đñ\u0323óôơö÷øùúûüư₫ÿ";

inline constexpr std::u16string_view kWindows1251Upper = u"ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏ"
                                                         u"ђ‘’“”•–—\uFFFD™љ›њќћџ"
                                                         u"\u00A0ЎўЈ¤Ґ¦§Ё©Є«¬\u00AD®Ї"
                                                         u"°±Ііґµ¶·ё№є»јЅѕї"
                                                         u"АБВГДЕЖЗИЙКЛМНОП"
                                                         u"РСТУФХЦЧШЩЪЫЬЭЮЯ"
                                                         u"абвгдежзийклмноп"
                                                         u"рстуфхцчшщъыьэюя";

inline constexpr std::u16string_view kCp866Upper = u"АБВГДЕЖЗИЙКЛМНОП"
                                                   u"РСТУФХЦЧШЩЪЫЬЭЮЯ"
                                                   u"абвгдежзийклмноп"
                                                   u"░▒▓│┤╡╢╖╕╣║╗╝╜╛┐"
                                                   u"└┴┬├─┼╞╟╚╔╩╦╠═╬╧"
                                                   u"╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀"
                                                   u"рстуфхцчшщъыьэюя"
                                                   u"ЁёЄєЇїЎў°∙·√№¤■\u00A0";

static_assert(kTcvnUpper.size() == 128 && kVisciiUpper.size() == 128 && kWindows1252Upper.size() == 128 &&
              kWindows1258Upper.size() == 128 && kWindows1251Upper.size() == 128 && kCp866Upper.size() == 128);

} // namespace tangthu::text::impl
