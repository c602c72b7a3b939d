/* SPDX-License-Identifier: MIT */
#include "rule/starter.h"

/* What customers write when a desk had better notice. Exceptions are the ways to say that it is not so, and other
 * things that are written the same. */
const kbg__starter_rule kbg__starter_signals[] = {
    { .id = "signal.complaint",
      .class_name = "complaint",
      .direction = KBG_DIRECTION_INCOMING,
      .severity = KBG_SEVERITY_HIGH,
      .action = KBG_ACTION_SIGNAL,
      .words = "投诉|12315|12300|工信部|银保监会|通信管理局|消协|消费者协会|市场监管局|市场监督|工商局|曝光|维权|起诉|法院见|打官司|律师函|"
               "举报|黑猫|告你们|告到底|找媒体|找记者|发微博|发抖音|打12345|12345热线|315晚会|打315|给差评|打差评|差评伺候|讨个说法|讨说法",
      .exceptions = "不投诉|没投诉|没有投诉|不想投诉|不用投诉|不会投诉|不打算投诉|不需要投诉|无需投诉|别投诉|我不是投诉|我不是要投诉|"
                    "不是来投诉|没想投诉|没想过投诉|撤销投诉|取消投诉|不会举报|不想举报|没有举报|不会起诉|不给差评|不会给差评|不想给差评|没给差评|"
                    "曝光度|曝光时间|曝光补偿|曝光量|曝光率|自动曝光|曝光模式|过度曝光|长曝光|双重曝光|曝光参数|手动曝光|黑猫警长|黑猫白猫",
      .reason = "客户提到投诉、监管部门或公开曝光，建议转给有权限的客服处理。" },
    { .id = "signal.anger",
      .class_name = "anger",
      .direction = KBG_DIRECTION_INCOMING,
      .severity = KBG_SEVERITY_HIGH,
      .action = KBG_ACTION_SIGNAL,
      .words = "骗子|骗人|骗钱|欺骗|垃圾|气死|什么态度|态度太差|服务太差|太差劲|忽悠|坑人|坑爹|坑钱|黑店|黑心|奸商|恶心|废物|脑残|有病吧|混蛋|"
               "王八蛋|他妈的|tmd|sb|滚蛋|给我滚|受够了|忍无可忍|忍不了|欺负人|耍我|耍人|玩我呢|糊弄|敷衍|推卸责任|踢皮球|不要脸|无耻|"
               "气人|火大|太过分|什么玩意|什么破|破公司|烂透了|太烂了|再也不买|再也不来",
      .exceptions = "垃圾桶|垃圾袋|垃圾箱|垃圾车|垃圾盒|垃圾篓|垃圾短信|垃圾邮件|垃圾电话|垃圾分类|垃圾处理|垃圾处理器|垃圾清理|清理垃圾|"
                    "垃圾文件|厨余垃圾|装修垃圾|湿垃圾|干垃圾|扔垃圾|倒垃圾|谨防骗子|防骗子|电话骗子|谨防骗人|不敷衍|没有敷衍|没有忽悠|不忽悠|"
                    "没有骗人|不骗人|他妈的手机|他妈的号|他妈的卡|他妈的身份证|他妈的账|垃圾食品|垃圾信箱|垃圾回收|恶心呕吐|头晕恶心|恶心想吐",
      .reason = "客户情绪激烈，建议先安抚并转给有经验的客服。" },
    { .id = "signal.urgent",
      .class_name = "urgent",
      .direction = KBG_DIRECTION_INCOMING,
      .severity = KBG_SEVERITY_MEDIUM,
      .action = KBG_ACTION_SIGNAL,
      .words = "着急|急用|很急|特别急|非常急|好急|急死|急急|急需|急着|十万火急|加急|紧急|尽快|赶紧|赶快|马上要|马上就要|马上给|马上处理|立刻|立马|"
               "立即处理|立即解决|等不及|等不了|来不及|火烧眉毛|快点处理|快点发|快点回|催一下|催单|今天必须|现在就要|asap|urgent",
      .exceptions = "不着急|不急用|不紧急|不是很急|不是特别急|不是非常急|不很急|没那么着急|不那么着急|别着急|不用着急|不太着急|不怎么着急|不急着|"
                    "不用加急|不需要加急|不用催单|不用赶紧|紧急联系人|紧急呼叫|紧急停机|紧急开机|紧急制动|紧急按钮|紧急号码|紧急出口|紧急复机|紧急救援|紧急援助|紧急救助|来得及",
      .reason = "客户说事情紧急，建议优先回复。" },
    { .id = "signal.refund",
      .class_name = "refund",
      .direction = KBG_DIRECTION_INCOMING,
      .severity = KBG_SEVERITY_MEDIUM,
      .action = KBG_ACTION_SIGNAL,
      .words = "退款|退钱|退费|退我钱|钱退我|钱退给我|退还|退全款|退差价|退押金|赔偿|赔钱|赔我|退一赔三|假一赔十|假一赔三|refund|money back",
      .exceptions = "不用退款|不要退款|不想退款|不需要退款|无需退款|取消退款|撤销退款|不申请退款|不打算退款|我不是要退款|我不是退款|不用退钱|不要赔偿|"
                    "不用赔偿|不需要赔偿|不用退差价|不用退费|不用退还",
      .reason = "客户提出退款或赔偿，请按售后流程处理。" },
    { .id = "signal.human",
      .class_name = "human",
      .direction = KBG_DIRECTION_INCOMING,
      .severity = KBG_SEVERITY_MEDIUM,
      .action = KBG_ACTION_SIGNAL,
      .words = "转人工|人工客服|人工服务|人工坐席|找人工|要人工|接人工|叫人工|来人工|人工在吗|有人工吗|人工呢|真人|活人|转客服|找客服|叫客服|换个人|"
               "换人来|叫你们经理|找你们经理|叫经理|找经理|叫主管|找主管|找领导|叫领导|叫你们领导|找负责人|叫负责人|你们负责人|换负责人|不要机器人|别用机器人|不跟机器人|不想跟机器人|"
               "不和机器人|real person|human agent|talk to a human|speak to a human|live agent",
      .exceptions = "不用转人工|不要转人工|不需要转人工|无需转人工|别转人工|先不转人工|不用人工客服|不要人工客服|不需要人工客服|不要人工|"
                    "不用人工服务|不需要人工服务|真人秀|真人版|真人模特|真人试穿|真人实拍|真人比例|仿真人|真人发|活人墓|更换个人|变换个人",
      .reason = "客户要求人工服务，请转接。" },
    { .id = NULL },
};
