/* SPDX-License-Identifier: MIT */
#include "rule/starter.h"

/* Patterns for the matching text: digits are ASCII, letters small, and no space stands beside an ideograph. Groups that
 * are atomic or possessive keep the number of steps from each place small whatever the text is.
 *
 * The shop's own telephone and address stand in many answers, so those two look at what customers write only. */
const kbg__starter_rule kbg__starter_private[] = {
    { .id = "private.resident_id",
      .class_name = "private",
      .severity = KBG_SEVERITY_CRITICAL,
      .action = KBG_ACTION_MASK,
      .pattern = "(?<![0-9a-z])[1-9](?:[ -]?\\d){5}[ -]?(?:1[ -]?9|2[ -]?0)(?:[ -]?\\d){2}"
                 "[ -]?(?:0[ -]?[1-9]|1[ -]?[0-2])[ -]?(?:0[ -]?[1-9]|[12][ -]?\\d|3[ -]?[01])"
                 "(?:[ -]?\\d){3}[ -]?[\\dx](?![0-9a-z])",
      .checksum = KBG_CHECKSUM_RESIDENT_ID,
      .keep_first = 3,
      .keep_last = 4,
      .reason = "公民身份号码属于敏感个人信息，不应在聊天中留存或发送。" },
    /* The old form has no check digit, so its date must be one and its first digits those of a province; and it is looked for in
     * what customers write only, because numbers of orders have fifteen digits too. */
    { .id = "private.resident_id_15",
      .class_name = "private",
      .direction = KBG_DIRECTION_INCOMING,
      .severity = KBG_SEVERITY_HIGH,
      .action = KBG_ACTION_MASK,
      .pattern = "(?<![0-9a-z])(?<![0-9][ -])(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12])\\d{4}[ -]?"
                 "(?:\\d{2}(?:(?:0[13578]|1[02])(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)(?:0[1-9]|[12]\\d|30)|"
                 "02(?:0[1-9]|1\\d|2[0-8]))|(?:0[48]|[2468][048]|[13579][26])0229)[ -]?\\d{3}(?![0-9a-z])(?![ -][0-9])",
      .keep_first = 3,
      .keep_last = 3,
      .reason = "十五位的旧身份证号同样属于敏感个人信息，不应在聊天中留存或发送。" },
    { .id = "private.bank_card",
      .class_name = "private",
      .severity = KBG_SEVERITY_CRITICAL,
      .action = KBG_ACTION_MASK,
      .pattern = "(?<![0-9a-z])(?:62(?:[ -]?\\d){14,17}|9[ -]?5[ -]?5[ -]?8(?:[ -]?\\d){15}|4(?:[ -]?\\d){15}|"
                 "5[ -]?[1-5](?:[ -]?\\d){14}|3[ -]?5(?:[ -]?\\d){14}|3[ -]?[47](?:[ -]?\\d){13})(?![0-9a-z])",
      .checksum = KBG_CHECKSUM_LUHN,
      .keep_first = 4,
      .keep_last = 4,
      .reason = "银行卡号属于敏感个人信息，不应在聊天中留存或发送。" },
    { .id = "private.mobile",
      .class_name = "private",
      .severity = KBG_SEVERITY_HIGH,
      .action = KBG_ACTION_MASK,
      .pattern = "(?<![0-9])(?:(?:\\+|00)?86[ -]?)?"
                 "(?<part>1[3-9]\\d[ -]?\\d{4}[ -]?\\d{4}|1(?<s>[ .-])[3-9](?:\\k<s>\\d){9})(?![0-9])",
      .keep_first = 3,
      .keep_last = 4,
      .reason = "手机号码属于个人信息，展示时应当遮住中间几位。" },
    { .id = "private.phone",
      .class_name = "private",
      .direction = KBG_DIRECTION_INCOMING,
      .severity = KBG_SEVERITY_MEDIUM,
      .action = KBG_ACTION_MASK,
      .pattern = "(?<![0-9-])(?:\\+?86[ -]?)?"
                 "(?<part>\\(?0(?:10|2\\d|[3-9]\\d{2})\\)?[ -]?[2-8]\\d{6,7}(?:-\\d{1,6})?)(?![0-9])",
      .keep_first = 4,
      .keep_last = 2,
      .reason = "固定电话号码可能属于个人信息，展示时应当遮住中间几位。" },
    { .id = "private.mail",
      .class_name = "private",
      .severity = KBG_SEVERITY_MEDIUM,
      .action = KBG_ACTION_MASK,
      .pattern = "(?<![a-z0-9._%+-])(?<part>[a-z0-9][a-z0-9._%+-]{0,63}+)@"
                 "[a-z0-9-]{1,63}+(?:\\.[a-z0-9-]{1,63}+){1,8}+",
      .keep_first = 1,
      .reason = "电子邮箱地址属于个人信息，展示时应当遮住用户名。" },
    { .id = "private.address",
      .class_name = "private",
      .direction = KBG_DIRECTION_INCOMING,
      .severity = KBG_SEVERITY_HIGH,
      .action = KBG_ACTION_MASK,
      .pattern = "(?>(?:北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|"
                 "四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门)(?:省|市)?|[\\x{4e00}-\\x{9fff}]{2,3}?(?:市|区|县))"
                 "(?<part>(?>[\\x{4e00}-\\x{9fff}0-9a-z-]{0,30}?(?:路|街|道|巷|弄|胡同|村|镇|乡|小区|花园|公寓|大厦|广场|苑))"
                 "(?>[\\x{4e00}-\\x{9fff}a-z-]{0,12}?[0-9]{1,5}(?:-[0-9]{1,4})*(?:号|弄|栋|幢|座|单元|室|楼))"
                 "(?>[\\x{4e00}-\\x{9fff}]{0,8}?[0-9a-z-]{1,6}(?:号|栋|幢|座|单元|室|楼|层)){0,6}+)",
      .reason = "收货地址属于个人信息，展示时只应保留到省市。" },
    { .id = NULL },
};
