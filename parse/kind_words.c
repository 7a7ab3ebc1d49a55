/* Phrases by which a text shows that nobody wrote it to this one reader. */
#include "parse/kind_words.h"

#include <string.h>

/* As much of a subject is looked at. */
#define SUBJECT_MAX 400

struct phrase {
	enum parse_sign sign;
	const char *text; /* folded; it begins where a word begins */
};

#define AWAY PARSE_SIGN_AWAY
#define BACK PARSE_SIGN_BACK
#define INSTEAD PARSE_SIGN_INSTEAD
#define YOURS PARSE_SIGN_YOUR_MAIL
#define REPLY PARSE_SIGN_AUTO_REPLY
#define AUTO PARSE_SIGN_AUTOMATIC
#define READ PARSE_SIGN_READ
#define LEAVE PARSE_SIGN_LEAVE_LIST
#define MAILING PARSE_SIGN_MAILING
#define SALE PARSE_SIGN_SALE
#define LIST PARSE_SIGN_LIST

/* clang-format off */
static const struct phrase phrases[] = {
	/* English */
	{ AWAY, "i am out of the office" }, { AWAY, "i'm out of the office" },
	{ AWAY, "i am out of office" }, { AWAY, "i'm out of office" },
	{ AWAY, "i am currently out" }, { AWAY, "i'm currently out" },
	{ AWAY, "i am currently away" }, { AWAY, "i'm currently away" },
	{ AWAY, "i am away from" }, { AWAY, "i'm away from" },
	{ AWAY, "i am currently on leave" },
	{ AWAY, "i'm currently on leave" },
	{ AWAY, "i am currently on vacation" },
	{ AWAY, "i'm currently on vacation" },
	{ AWAY, "i am currently on holiday" },
	{ AWAY, "i'm currently on holiday" },
	{ AWAY, "i am currently on annual" },
	{ AWAY, "i'm currently on annual" },
	{ AWAY, "i am currently on maternity" },
	{ AWAY, "i am currently on parental" },
	{ AWAY, "i am currently travel" }, { AWAY, "i'm currently travel" },
	{ AWAY, "i am ooo" }, { AWAY, "i'm ooo" }, { AWAY, "i am on pto" },
	{ AWAY, "i'm on pto" }, { AWAY, "i'm on leave" },
	{ AWAY, "i am on maternity" }, { AWAY, "i'm on maternity" },
	{ AWAY, "i am on paternity" }, { AWAY, "i'm on parental" },
	{ AWAY, "i am on sabbatical" }, { AWAY, "i am not in the office" },
	{ AWAY, "i'm not in the office" },
	{ AWAY, "our office will be closed" },
	{ AWAY, "office is closed" },
	{ AWAY, "i will be out of" }, { AWAY, "i'll be out of" },
	{ AWAY, "i shall be out of" }, { AWAY, "i will be away" },
	{ AWAY, "i'll be away" }, { AWAY, "i am on vacation" },
	{ AWAY, "i'm on vacation" }, { AWAY, "i will be on vacation" },
	{ AWAY, "i'll be on vacation" }, { AWAY, "i am on holiday" },
	{ AWAY, "i'm on holiday" }, { AWAY, "i am on leave" },
	{ AWAY, "i am on annual leave" }, { AWAY, "i'm on annual leave" },
	{ AWAY, "i am on parental leave" }, { AWAY, "i am on maternity leave" },
	{ AWAY, "i will be on leave" }, { AWAY, "i will be traveling" },
	{ AWAY, "i will be travelling" }, { AWAY, "i am traveling" },
	{ AWAY, "i am travelling" }, { AWAY, "is out of the office" },
	{ AWAY, "will be out of the office" }, { AWAY, "i no longer work" },
	{ AWAY, "no longer with the company" }, { AWAY, "no longer works" },
	{ AWAY, "no longer working" }, { AWAY, "our office is closed" },
	{ AWAY, "our offices are closed" },
	{ BACK, "when i return" }, { BACK, "upon my return" },
	{ BACK, "on my return" }, { BACK, "will return on" },
	{ BACK, "i will return" }, { BACK, "i'll return" },
	{ BACK, "returning on" }, { BACK, "returning to the office" },
	{ BACK, "will not return until" }, { BACK, "i will be back" },
	{ BACK, "i'll be back" }, { BACK, "back in the office" },
	{ BACK, "limited access to" }, { BACK, "no access to" },
	{ BACK, "checking email" }, { BACK, "checking e-mail" },
	{ BACK, "access to email" }, { BACK, "access to e-mail" },
	{ INSTEAD, "please contact" }, { INSTEAD, "in my absence" },
	{ INSTEAD, "during my absence" }, { INSTEAD, "while i am away" },
	{ INSTEAD, "in the meantime" }, { INSTEAD, "for urgent" },
	{ INSTEAD, "if it is urgent" }, { INSTEAD, "if this is urgent" },
	{ INSTEAD, "if your message is urgent" },
	{ INSTEAD, "if you need immediate" },
	{ INSTEAD, "if you require immediate" },
	{ INSTEAD, "if you require urgent" },
	{ INSTEAD, "for immediate assistance" },
	{ YOURS, "respond to your" }, { YOURS, "reply to your" },
	{ YOURS, "answer your" }, { YOURS, "read your message" },
	{ YOURS, "thank you for your message" },
	{ YOURS, "thank you for your email" },
	{ YOURS, "thank you for your e-mail" },
	{ YOURS, "thank you for your mail" },
	{ YOURS, "thanks for your message" },
	{ YOURS, "thanks for your email" }, { YOURS, "thanks for your e-mail" },
	{ YOURS, "thank you for contacting" },
	{ YOURS, "thank you for emailing" }, { YOURS, "missed your email" },
	{ YOURS, "received your email" }, { YOURS, "received your message" },
	{ YOURS, "your email will not be" },
	{ YOURS, "your message will not be" },
	{ YOURS, "your email has been forwarded" },
	{ YOURS, "get back to you as soon as" },
	{ YOURS, "respond as soon as i" }, { YOURS, "reply as soon as i" },
	{ YOURS, "i will respond when" }, { YOURS, "i will reply when" },
	{ REPLY, "this is an automatic reply" },
	{ REPLY, "this is an automated reply" },
	{ REPLY, "this is an automatic response" },
	{ REPLY, "this is an automated response" },
	{ AUTO, "this is an automated acknowledg" },
	{ REPLY, "this automated response" },
	{ REPLY, "this automatic reply" },
	{ REPLY, "this is an auto response" },
	{ REPLY, "this is an auto-response" },
	{ REPLY, "this is an autoresponse" },
	{ REPLY, "this is an automatically generated response" },
	{ REPLY, "this is an auto-reply" }, { REPLY, "this is an autoreply" },
	{ REPLY, "this is an auto reply" },
	{ REPLY, "this is an automatically generated reply" },
	{ AUTO, "this is an automated message" },
	{ AUTO, "this is an automated e-mail" },
	{ AUTO, "this is an automated email" },
	{ AUTO, "this is an automated notification" },
	{ AUTO, "this is an automated system" },
	{ AUTO, "this is an automatic message" },
	{ AUTO, "this is an automatic email" },
	{ AUTO, "this is an automatic e-mail" },
	{ AUTO, "this is an automatic notification" },
	{ AUTO, "this is an automatically generated" },
	{ AUTO, "this is an auto-generated" },
	{ AUTO, "this is an auto generated" },
	{ AUTO, "this is a system-generated" },
	{ AUTO, "this is a system generated" },
	{ AUTO, "this message was automatically generated" },
	{ AUTO, "this message was generated automatically" },
	{ AUTO, "this message is automatically generated" },
	{ AUTO, "this email was automatically generated" },
	{ AUTO, "this e-mail was automatically generated" },
	{ AUTO, "this email was sent automatically" },
	{ AUTO, "this e-mail was sent automatically" },
	{ AUTO, "do not reply to this e-mail" },
	{ AUTO, "do not reply to this email" },
	{ AUTO, "do not reply to this message" },
	{ AUTO, "do not reply to this address" },
	{ AUTO, "do not reply directly to this" },
	{ AUTO, "do not respond to this e-mail" },
	{ AUTO, "do not respond to this email" },
	{ AUTO, "do not respond to this message" },
	{ READ, "was read on" }, { READ, "this is a receipt for the mail" },
	{ READ, "this is a receipt for the message" },
	{ READ, "has been displayed on" }, { READ, "was displayed on" },
	{ READ, "was deleted without being read" },
	{ READ, "your document:" }, { READ, "this is a return receipt" },
	{ READ, "this return receipt" },
	{ READ, "dies ist eine empfangsbestätigung" },
	{ READ, "dies ist eine lesebestätigung" },
	{ READ, "wurde am " }, { READ, "wurde gelesen" },
	{ READ, "wurde angezeigt" }, { READ, "ihr dokument:" },
	{ READ, "ungelesen gelöscht" }, { READ, "ohne gelesen" },
	{ READ, "accusé de réception" }, { READ, "supprimé sans" },
	{ READ, "votre document :" }, { READ, "votre document:" },
	{ READ, "fue leído" }, { READ, "ha sido leído" },
	{ READ, "su documento:" }, { READ, "se leyó" },
	{ READ, "acuse de recibo" }, { READ, "se eliminó sin" },
	{ READ, "ricevuta di ritorno" }, { READ, "il documento:" },
	{ READ, "bevestiging van ontvangst" }, { READ, "ontvangstbevestiging" },
	{ READ, "werd gelezen" }, { READ, "is gelezen" },
	{ READ, "foi lida" }, { READ, "foi lido" },
	{ READ, "lästes" }, { READ, "blev læst" }, { READ, "ble lest" },
	{ READ, "została przeczytana" }, { READ, "odczytano" },
	{ READ, "luettiin" }, { READ, "byla přečtena" },
	{ READ, "было прочитано" }, { READ, "прочитано" },
	{ LEAVE, "to unsubscribe" }, { LEAVE, "unsubscribe at" },
	{ LEAVE, "unsubscribe here" }, { LEAVE, "unsubscribe from" },
	{ LEAVE, "unsubscribe me" }, { LEAVE, "unsubscribe:" },
	{ LEAVE, "unsubscribe" }, { LEAVE, "to be removed from" },
	{ LEAVE, "to opt out" }, { LEAVE, "to opt-out" },
	{ LEAVE, "opt-out" }, { LEAVE, "removal information" },
	{ LEAVE, "list removal" }, { LEAVE, "remove:" },
	{ LEAVE, "to remove yourself" }, { LEAVE, "to remove your" },
	{ LEAVE, "not wish to receive" }, { LEAVE, "longer wish to receive" },
	{ LEAVE, "rather not receive" }, { LEAVE, "prefer not to receive" },
	{ LEAVE, "not want to receive" }, { LEAVE, "to stop receiving" },
	{ LEAVE, "discontinue receiving" }, { LEAVE, "cancel your subscription" },
	{ LEAVE, "change your subscription" }, { LEAVE, "manage your subscription" },
	{ LEAVE, "manage your email" }, { LEAVE, "manage preferences" },
	{ LEAVE, "update your preferences" }, { LEAVE, "email preferences" },
	{ LEAVE, "e-mail preferences" }, { LEAVE, "mailing preferences" },
	{ MAILING, "you are receiving this" }, { MAILING, "you're receiving this" },
	{ MAILING, "you received this e-mail because" },
	{ MAILING, "you received this email because" },
	{ MAILING, "you received this newsletter" },
	{ MAILING, "you have received this e-mail because" },
	{ MAILING, "you have received this email because" },
	{ MAILING, "this email was sent to" }, { MAILING, "this e-mail was sent to" },
	{ MAILING, "this message was sent to" },
	{ MAILING, "this newsletter" }, { MAILING, "our newsletter" },
	{ MAILING, "in your browser" }, { MAILING, "view online" },
	{ MAILING, "view it online" }, { MAILING, "our mailing list" },
	{ MAILING, "your subscription" }, { MAILING, "you subscribed" },
	{ MAILING, "you signed up" }, { MAILING, "subscribe" },
	{ MAILING, "you're subscribed" }, { MAILING, "you are subscribed" },
	{ LEAVE, "account preferences" }, { LEAVE, "to leave the list" },
	{ LEAVE, "to leave this list" }, { LEAVE, "edit your profile" },
	{ MAILING, "dear member" }, { MAILING, "dear subscriber" },
	{ MAILING, "dear customer" }, { MAILING, "all rights reserved" },
	{ MAILING, "privacy policy" }, { MAILING, "forward this e" },
	{ MAILING, "[image]" },
	{ SALE, "click here" }, { SALE, "click below" },
	{ SALE, "click on the link" }, { SALE, "register now" },
	{ SALE, "register before" }, { SALE, "sign up" },
	{ SALE, "early bird" }, { SALE, "discount" }, { SALE, "order today" },
	{ SALE, "order now" }, { SALE, "buy now" }, { SALE, "shop now" },
	{ SALE, "free trial" }, { SALE, "special offer" },
	{ SALE, "limited time" }, { SALE, "download free" },
	{ SALE, "for more information visit" }, { SALE, "visit our web" },
	{ LIST, "unsubscribe from this group" },
	{ LIST, "subscribed to the google groups" },
	{ LIST, "to post to this group" }, { LIST, "yahoo! groups" },
	{ LIST, "unsubscribe from this list" },
	/* German */
	{ AWAY, "ich bin nicht im büro" }, { AWAY, "ich bin derzeit nicht" },
	{ AWAY, "ich bin zurzeit nicht" }, { AWAY, "ich bin zur zeit nicht" },
	{ AWAY, "ich bin momentan nicht" }, { AWAY, "ich bin im urlaub" },
	{ AWAY, "ich bin vom" }, { AWAY, "ich bin bis" },
	{ AWAY, "ich befinde mich" }, { AWAY, "ich bin außer haus" },
	{ AWAY, "ich bin ab" }, { AWAY, "bin ich nicht im büro" },
	{ AWAY, "bin ich nicht erreichbar" }, { AWAY, "nicht im hause" },
	{ AWAY, "ich bin in elternzeit" }, { AWAY, "arbeitet nicht mehr" },
	{ BACK, "nach meiner rückkehr" }, { BACK, "wieder erreichbar" },
	{ BACK, "wieder im büro" }, { BACK, "wieder für sie da" },
	{ BACK, "wieder zurück" }, { BACK, "wieder da" },
	{ INSTEAD, "in dringenden fällen" }, { INSTEAD, "wenden sie sich" },
	{ INSTEAD, "in meiner abwesenheit" }, { INSTEAD, "meine vertretung" },
	{ INSTEAD, "während meiner abwesenheit" },
	{ YOURS, "vielen dank für ihre" }, { YOURS, "danke für ihre" },
	{ YOURS, "vielen dank für deine" }, { YOURS, "ihre nachricht" },
	{ YOURS, "ihre e-mail" }, { YOURS, "ihre mail" },
	{ YOURS, "e-mails werden nicht" },
	{ REPLY, "dies ist eine automatische antwort" },
	{ REPLY, "dies ist eine automatisch generierte antwort" },
	{ REPLY, "dies ist eine automatisch erzeugte antwort" },
	{ REPLY, "diese antwort wurde automatisch" },
	{ REPLY, "dies ist eine automatische eingangsbestätigung" },
	{ AWAY, "ich werde ab" }, { AWAY, "nicht im büro" },
	{ AWAY, "ich bin auf dienstreise" }, { AWAY, "ich habe urlaub" },
	{ AWAY, "bin ich im urlaub" }, { AWAY, "bin ich außer haus" },
	{ AWAY, "nicht mehr für" }, { AWAY, "keinen zugriff auf meine" },
	{ BACK, "ich kehre zurück" }, { BACK, "bin ich wieder" },
	{ REPLY, "automatische abwesenheit" },
	{ AUTO, "diese e-mail wurde automatisch" },
	{ AUTO, "diese nachricht wurde automatisch" },
	{ AUTO, "dies ist eine automatisch" },
	{ AUTO, "antworten sie nicht auf diese" },
	{ AUTO, "bitte nicht auf diese e-mail antworten" },
	{ READ, "wurde gelesen am" }, { READ, "wurde am gelesen" },
	{ LEAVE, "newsletter abmelden" }, { LEAVE, "abbestellen" },
	{ LEAVE, "hier abmelden" }, { LEAVE, "zum abmelden" },
	{ LEAVE, "sich abzumelden" }, { LEAVE, "abmeldelink" },
	{ LEAVE, "newsletter abbestellen" }, { LEAVE, "aus dem verteiler" },
	{ LEAVE, "keine weiteren e-mails" },
	{ MAILING, "im browser" }, { MAILING, "sie erhalten diese" },
	{ MAILING, "diesen newsletter" }, { MAILING, "unser newsletter" },
	{ MAILING, "online ansehen" },
	{ SALE, "jetzt bestellen" }, { SALE, "hier klicken" },
	{ SALE, "klicken sie hier" }, { SALE, "jetzt anmelden" },
	/* French */
	{ AWAY, "je suis absent" }, { AWAY, "je serai absent" },
	{ AWAY, "je suis actuellement" }, { AWAY, "je suis en congé" },
	{ AWAY, "je serai en congé" }, { AWAY, "je suis en vacances" },
	{ AWAY, "je serai en déplacement" }, { AWAY, "je suis en déplacement" },
	{ AWAY, "en mon absence" }, { AWAY, "absente du bureau" },
	{ AWAY, "absent du bureau" },
	{ BACK, "à mon retour" }, { BACK, "de retour" }, { BACK, "dès mon retour" },
	{ INSTEAD, "en cas d'urgence" }, { INSTEAD, "veuillez contacter" },
	{ INSTEAD, "vous pouvez contacter" }, { INSTEAD, "pendant mon absence" },
	{ INSTEAD, "pour toute urgence" },
	{ YOURS, "votre message" }, { YOURS, "votre mail" },
	{ YOURS, "votre courriel" }, { YOURS, "votre e-mail" },
	{ REPLY, "ceci est une réponse automatique" },
	{ REPLY, "réponse automatique" },
	{ AUTO, "ce message a été généré automatiquement" },
	{ AUTO, "ceci est un message automatique" },
	{ AUTO, "merci de ne pas répondre à ce" },
	{ AUTO, "ne pas répondre à ce" }, { READ, "a été lu le" },
	{ LEAVE, "se désabonner" }, { LEAVE, "vous désabonner" },
	{ LEAVE, "désinscrire" }, { LEAVE, "désinscription" },
	{ LEAVE, "désabonnement" }, { LEAVE, "ne plus recevoir" },
	{ MAILING, "vous recevez ce" }, { MAILING, "dans votre navigateur" },
	{ MAILING, "version en ligne" }, { SALE, "cliquez ici" },
	/* Spanish */
	{ AWAY, "estoy fuera de" }, { AWAY, "estaré fuera de" },
	{ AWAY, "me encuentro fuera" }, { AWAY, "estoy de vacaciones" },
	{ AWAY, "estaré de vacaciones" }, { AWAY, "estaré ausente" },
	{ AWAY, "estoy ausente" }, { AWAY, "actualmente estoy" },
	{ BACK, "a mi regreso" }, { BACK, "a mi vuelta" },
	{ BACK, "cuando regrese" }, { BACK, "cuando vuelva" },
	{ INSTEAD, "en caso de urgencia" }, { INSTEAD, "en mi ausencia" },
	{ INSTEAD, "para asuntos urgentes" }, { INSTEAD, "por favor contacte" },
	{ INSTEAD, "póngase en contacto" }, { INSTEAD, "si es urgente" },
	{ YOURS, "su mensaje" }, { YOURS, "su correo" }, { YOURS, "tu mensaje" },
	{ REPLY, "respuesta automática" },
	{ AUTO, "este es un mensaje automático" },
	{ AUTO, "mensaje generado automáticamente" },
	{ AUTO, "no responda a este" }, { READ, "fue leído el" },
	{ LEAVE, "darse de baja" }, { LEAVE, "darte de baja" },
	{ LEAVE, "cancelar su suscripción" }, { LEAVE, "cancelar la suscripción" },
	{ LEAVE, "dejar de recibir" }, { LEAVE, "no desea recibir" },
	{ MAILING, "ha recibido este" }, { MAILING, "en su navegador" },
	{ MAILING, "en tu navegador" }, { SALE, "haga clic" }, { SALE, "haz clic" },
	/* Italian */
	{ AWAY, "sono fuori ufficio" }, { AWAY, "sarò fuori ufficio" },
	{ AWAY, "sono in ferie" }, { AWAY, "sarò in ferie" },
	{ AWAY, "sono assente" }, { AWAY, "sarò assente" },
	{ AWAY, "sono fuori sede" }, { AWAY, "non sono in ufficio" },
	{ BACK, "al mio rientro" }, { BACK, "al mio ritorno" },
	{ BACK, "rientrerò" }, { INSTEAD, "in mia assenza" },
	{ INSTEAD, "per urgenze" }, { INSTEAD, "in caso di urgenza" },
	{ INSTEAD, "potete contattare" }, { INSTEAD, "si prega di contattare" },
	{ YOURS, "suo messaggio" }, { YOURS, "tuo messaggio" },
	{ YOURS, "vostro messaggio" }, { YOURS, "sua mail" }, { YOURS, "sua email" },
	{ REPLY, "risposta automatica" },
	{ AUTO, "questo è un messaggio automatico" },
	{ AUTO, "messaggio generato automaticamente" },
	{ AUTO, "non rispondere a questa" }, { AUTO, "si prega di non rispondere" },
	{ READ, "è stato letto" },
	{ LEAVE, "annullare l'iscrizione" }, { LEAVE, "disiscriv" },
	{ LEAVE, "cancellare l'iscrizione" }, { LEAVE, "cancellarti" },
	{ LEAVE, "non desideri più ricevere" }, { MAILING, "nel browser" },
	{ MAILING, "hai ricevuto questa" }, { MAILING, "ricevi questa" },
	{ SALE, "clicca qui" },
	/* Dutch */
	{ AWAY, "ik ben afwezig" }, { AWAY, "ik ben momenteel" },
	{ AWAY, "ik ben niet op kantoor" }, { AWAY, "ik ben niet aanwezig" },
	{ AWAY, "ik ben met vakantie" }, { AWAY, "ik ben op vakantie" },
	{ AWAY, "ik ben met verlof" }, { AWAY, "ben ik afwezig" },
	{ AWAY, "ben ik niet aanwezig" },
	{ BACK, "bij terugkomst" }, { BACK, "na terugkomst" },
	{ BACK, "ben ik weer" }, { BACK, "weer aanwezig" },
	{ INSTEAD, "voor dringende" }, { INSTEAD, "in dringende gevallen" },
	{ INSTEAD, "contact opnemen met" }, { INSTEAD, "tijdens mijn afwezigheid" },
	{ YOURS, "uw bericht" }, { YOURS, "uw mail" }, { YOURS, "uw e-mail" },
	{ YOURS, "je bericht" }, { YOURS, "je mail" },
	{ REPLY, "dit is een automatisch antwoord" },
	{ REPLY, "automatisch antwoord" },
	{ AUTO, "dit is een automatisch" }, { AUTO, "automatisch gegenereerd" },
	{ AUTO, "niet op deze e-mail te antwoorden" },
	{ READ, "is gelezen op" },
	{ LEAVE, "nieuwsbrief" }, { LEAVE, "uitschrijven" },
	{ LEAVE, "u af te melden" }, { LEAVE, "afmelden:" },
	{ MAILING, "in uw browser" }, { MAILING, "in je browser" },
	{ MAILING, "u ontvangt deze" }, { MAILING, "je ontvangt deze" },
	{ SALE, "klik hier" },
	/* Portuguese */
	{ AWAY, "estou fora do escritório" }, { AWAY, "estarei fora do" },
	{ AWAY, "estou de férias" }, { AWAY, "estarei de férias" },
	{ AWAY, "estou ausente" }, { AWAY, "estarei ausente" },
	{ AWAY, "encontro-me ausente" }, { AWAY, "encontro-me de férias" },
	{ BACK, "no meu regresso" }, { BACK, "no meu retorno" },
	{ BACK, "quando regressar" }, { BACK, "quando retornar" },
	{ INSTEAD, "na minha ausência" }, { INSTEAD, "em caso de urgência" },
	{ INSTEAD, "assuntos urgentes" }, { INSTEAD, "por favor contacte" },
	{ INSTEAD, "favor contatar" },
	{ YOURS, "sua mensagem" }, { YOURS, "seu e-mail" }, { YOURS, "seu email" },
	{ REPLY, "resposta automática" },
	{ AUTO, "esta é uma mensagem automática" },
	{ AUTO, "mensagem gerada automaticamente" },
	{ AUTO, "não responda a este" }, { READ, "foi lida em" },
	{ LEAVE, "cancelar a inscrição" }, { LEAVE, "cancelar a subscrição" },
	{ LEAVE, "descadastrar" }, { LEAVE, "deixar de receber" },
	{ MAILING, "você está recebendo" }, { MAILING, "no seu navegador" },
	{ SALE, "clique aqui" },
	/* Swedish */
	{ AWAY, "jag är inte på kontoret" }, { AWAY, "jag är på semester" },
	{ AWAY, "jag har semester" }, { AWAY, "jag är ledig" },
	{ AWAY, "jag är bortrest" }, { AWAY, "jag är föräldraledig" },
	{ AWAY, "jag är tillbaka" }, { AWAY, "jag är frånvarande" },
	{ BACK, "åter på kontoret" }, { BACK, "tillbaka på kontoret" },
	{ BACK, "när jag är tillbaka" }, { BACK, "är tillbaka" },
	{ INSTEAD, "vid brådskande" }, { INSTEAD, "vänligen kontakta" },
	{ INSTEAD, "kontakta gärna" }, { INSTEAD, "kontakta" },
	{ YOURS, "ditt meddelande" }, { YOURS, "ditt mail" },
	{ YOURS, "ditt mejl" }, { REPLY, "automatiskt svar" },
	{ AUTO, "detta är ett automatiskt" }, { AUTO, "svara inte på detta" },
	{ READ, "har lästs" }, { LEAVE, "avregistrera" },
	{ LEAVE, "avprenumerera" }, { LEAVE, "avsluta prenumeration" },
	{ MAILING, "i din webbläsare" }, { MAILING, "detta nyhetsbrev" },
	{ SALE, "klicka här" },
	/* Danish and Norwegian */
	{ AWAY, "jeg er ikke på kontoret" }, { AWAY, "jeg er på ferie" },
	{ AWAY, "jeg holder ferie" }, { AWAY, "jeg har ferie" },
	{ AWAY, "jeg er på barsel" }, { AWAY, "jeg er fraværende" },
	{ AWAY, "jeg er ude af kontoret" }, { AWAY, "jeg er bortreist" },
	{ AWAY, "jeg er ute av kontoret" }, { AWAY, "jeg har fri" },
	{ AWAY, "jeg er ikke til stede" }, { AWAY, "jeg er på reise" },
	{ BACK, "tilbage på kontoret" }, { BACK, "tilbake på kontoret" },
	{ BACK, "er tilbage" }, { BACK, "er tilbake" },
	{ BACK, "når jeg er tilba" }, { INSTEAD, "ved hastesager" },
	{ INSTEAD, "hvis det haster" }, { INSTEAD, "ved behov" },
	{ INSTEAD, "kontakt venligst" }, { INSTEAD, "vennligst kontakt" },
	{ INSTEAD, "i mit fravær" }, { INSTEAD, "i mitt fravær" },
	{ YOURS, "din mail" }, { YOURS, "din e-mail" },
	{ YOURS, "din henvendelse" }, { YOURS, "din e-post" },
	{ YOURS, "din melding" }, { REPLY, "dette er et automatisk svar" },
	{ REPLY, "dette er en automatisk besvarelse" },
	{ AUTO, "dette er en automatisk" }, { AUTO, "svar ikke på denne" },
	{ LEAVE, "afmeld" }, { LEAVE, "frameld" }, { LEAVE, "meld deg av" },
	{ MAILING, "dette nyhedsbrev" }, { MAILING, "dette nyhetsbrevet" },
	/* Polish */
	{ AWAY, "jestem na urlopie" }, { AWAY, "przebywam na urlopie" },
	{ AWAY, "jestem nieobecn" }, { AWAY, "jestem poza biurem" },
	{ AWAY, "będę nieobecn" }, { AWAY, "będę na urlopie" },
	{ AWAY, "będę poza biurem" }, { AWAY, "przebywam poza biurem" },
	{ AWAY, "przebywam na zwolnieniu" },
	{ BACK, "po powrocie" }, { BACK, "wracam" }, { BACK, "po moim powrocie" },
	{ INSTEAD, "w pilnych sprawach" }, { INSTEAD, "proszę o kontakt z" },
	{ INSTEAD, "w sprawach pilnych" }, { INSTEAD, "podczas mojej nieobecności" },
	{ YOURS, "dziękuję za wiadomość" }, { YOURS, "państwa wiadomość" },
	{ YOURS, "dziękuję za kontakt" }, { YOURS, "twoją wiadomość" },
	{ REPLY, "to jest automatyczna odpowiedź" },
	{ REPLY, "odpowiedź automatyczna" },
	{ AUTO, "wiadomość wygenerowana automatycznie" },
	{ AUTO, "prosimy nie odpowiadać na" }, { AUTO, "nie odpowiadaj na t" },
	{ LEAVE, "wypisać się" }, { LEAVE, "wypisz się" },
	{ LEAVE, "zrezygnować z otrzymywania" }, { SALE, "kliknij tutaj" },
	/* Finnish */
	{ AWAY, "olen lomalla" }, { AWAY, "olen poissa" },
	{ AWAY, "olen vuosilomalla" }, { AWAY, "en ole toimistolla" },
	{ BACK, "palaan" }, { INSTEAD, "kiireellisissä" },
	{ INSTEAD, "poissaoloni aikana" }, { YOURS, "kiitos viestistä" },
	{ REPLY, "tämä on automaattinen vastaus" },
	{ AUTO, "tämä on automaattinen" }, { AUTO, "älä vastaa tähän" },
	{ LEAVE, "peruuta tilaus" }, { LEAVE, "peru tilaus" },
	/* Czech */
	{ AWAY, "jsem na dovolené" }, { AWAY, "jsem mimo kancelář" },
	{ AWAY, "budu mimo kancelář" }, { AWAY, "čerpám dovolenou" },
	{ AWAY, "nejsem přítom" }, { BACK, "po návratu" },
	{ BACK, "po svém návratu" }, { INSTEAD, "v naléhavých případech" },
	{ INSTEAD, "v urgentních případech" }, { YOURS, "děkuji za váš e-mail" },
	{ YOURS, "děkuji za vaši zprávu" },
	{ REPLY, "toto je automatická odpověď" },
	{ AUTO, "tento e-mail byl vygenerován automaticky" },
	{ AUTO, "na tento e-mail neodpovídejte" }, { LEAVE, "odhlásit odběr" },
	/* Russian; case is folded for Latin letters alone */
	{ AWAY, "нахожусь в отпуске" }, { AWAY, "в отпуске до" },
	{ AWAY, "отсутствую" }, { AWAY, "буду отсутствовать" },
	{ BACK, "после возвращения" }, { BACK, "по возвращении" },
	{ INSTEAD, "по срочным вопросам" }, { YOURS, "за ваше письмо" },
	{ YOURS, "ваше письмо" }, { REPLY, "автоматический ответ" },
	{ AUTO, "не отвечайте на это" }, { LEAVE, "отписаться" },
};

static const struct {
	enum parse_subject sort;
	const char *text;
} starts[] = {
	{ PARSE_SUBJECT_ANSWER, "re:" }, { PARSE_SUBJECT_ANSWER, "fw:" },
	{ PARSE_SUBJECT_ANSWER, "fwd:" }, { PARSE_SUBJECT_ANSWER, "aw:" },
	{ PARSE_SUBJECT_ANSWER, "wg:" }, { PARSE_SUBJECT_ANSWER, "r:" },
	{ PARSE_SUBJECT_ANSWER, "i:" }, { PARSE_SUBJECT_ANSWER, "rv:" },
	{ PARSE_SUBJECT_ANSWER, "tr:" }, { PARSE_SUBJECT_ANSWER, "sv:" },
	{ PARSE_SUBJECT_ANSWER, "vs:" }, { PARSE_SUBJECT_ANSWER, "antw:" },
	{ PARSE_SUBJECT_ANSWER, "enc:" }, { PARSE_SUBJECT_ANSWER, "res:" },
	{ PARSE_SUBJECT_ANSWER, "ref:" }, { PARSE_SUBJECT_ANSWER, "doorst:" },
	{ PARSE_SUBJECT_NOTE, "out of office autoreply:" },
	{ PARSE_SUBJECT_NOTE, "out of office auto-reply" },
	{ PARSE_SUBJECT_NOTE, "out of office auto reply" },
	{ PARSE_SUBJECT_NOTE, "automatic reply:" },
	{ PARSE_SUBJECT_NOTE, "automatic response" },
	{ PARSE_SUBJECT_NOTE, "autoreply" }, { PARSE_SUBJECT_NOTE, "auto-reply" },
	{ PARSE_SUBJECT_NOTE, "auto reply" },
	{ PARSE_SUBJECT_NOTE, "auto response" },
	{ PARSE_SUBJECT_NOTE, "auto-response" },
	{ PARSE_SUBJECT_NOTE, "vacation reply" },
	{ PARSE_SUBJECT_NOTE, "automatische antwort" },
	{ PARSE_SUBJECT_NOTE, "abwesenheitsnotiz" },
	{ PARSE_SUBJECT_NOTE, "abwesenheitsnachricht" },
	{ PARSE_SUBJECT_NOTE, "réponse automatique" },
	{ PARSE_SUBJECT_NOTE, "respuesta automática" },
	{ PARSE_SUBJECT_NOTE, "risposta automatica" },
	{ PARSE_SUBJECT_NOTE, "automatisch antwoord" },
	{ PARSE_SUBJECT_NOTE, "resposta automática" },
	{ PARSE_SUBJECT_NOTE, "autosvar" }, { PARSE_SUBJECT_NOTE, "automatiskt svar" },
	{ PARSE_SUBJECT_NOTE, "automatisk svar" },
	{ PARSE_SUBJECT_NOTE, "odpowiedź automatyczna" },
	{ PARSE_SUBJECT_NOTE, "automaattinen vastaus" },
	{ PARSE_SUBJECT_NOTE, "automatická odpověď" },
	{ PARSE_SUBJECT_READ, "empfangsbestätigung" },
	{ PARSE_SUBJECT_READ, "accusé de réception" },
	{ PARSE_SUBJECT_READ, "acuse de recibo" },
	{ PARSE_SUBJECT_READ, "confirmación de lectura" },
	{ PARSE_SUBJECT_READ, "ricevuta di ritorno" },
	{ PARSE_SUBJECT_READ, "conferma di lettura" },
	{ PARSE_SUBJECT_READ, "ontvangstbevestiging" },
	{ PARSE_SUBJECT_READ, "leesbevestiging" },
	{ PARSE_SUBJECT_READ, "confirmação de leitura" },
	{ PARSE_SUBJECT_READ, "recibo de leitura" },
	{ PARSE_SUBJECT_READ, "läskvitto" }, { PARSE_SUBJECT_READ, "kvittens" },
	{ PARSE_SUBJECT_READ, "læst:" }, { PARSE_SUBJECT_READ, "lest:" },
	{ PARSE_SUBJECT_READ, "kvittering" },
	{ PARSE_SUBJECT_READ, "przeczytane:" }, { PARSE_SUBJECT_READ, "luettu:" },
	{ PARSE_SUBJECT_READ, "přečteno:" }, { PARSE_SUBJECT_READ, "non lu" },
	{ PARSE_SUBJECT_READ, "no leído:" }, { PARSE_SUBJECT_READ, "read:" }, { PARSE_SUBJECT_READ, "not read:" },
	{ PARSE_SUBJECT_READ, "gelesen:" }, { PARSE_SUBJECT_READ, "ungelesen:" },
	{ PARSE_SUBJECT_READ, "lu:" }, { PARSE_SUBJECT_READ, "lu :" },
	{ PARSE_SUBJECT_READ, "leído:" }, { PARSE_SUBJECT_READ, "letto:" },
	{ PARSE_SUBJECT_READ, "gelezen:" }, { PARSE_SUBJECT_READ, "lida:" },
	{ PARSE_SUBJECT_READ, "läst:" }, { PARSE_SUBJECT_READ, "read receipt" },
	{ PARSE_SUBJECT_READ, "return receipt" },
	{ PARSE_SUBJECT_READ, "lesebestätigung" },
	{ PARSE_SUBJECT_CALENDAR, "accepted:" }, { PARSE_SUBJECT_CALENDAR, "declined:" },
	{ PARSE_SUBJECT_CALENDAR, "tentative:" },
	{ PARSE_SUBJECT_CALENDAR, "tentatively accepted:" },
	{ PARSE_SUBJECT_CALENDAR, "zugesagt:" }, { PARSE_SUBJECT_CALENDAR, "zusage:" },
	{ PARSE_SUBJECT_CALENDAR, "mit vorbehalt:" },
	{ PARSE_SUBJECT_CALENDAR, "vorläufig zugesagt:" },
	{ PARSE_SUBJECT_CALENDAR, "accepté:" }, { PARSE_SUBJECT_CALENDAR, "accepté :" },
	{ PARSE_SUBJECT_CALENDAR, "refusé:" }, { PARSE_SUBJECT_CALENDAR, "refusé :" },
	{ PARSE_SUBJECT_CALENDAR, "aceptada:" }, { PARSE_SUBJECT_CALENDAR, "aceptado:" },
	{ PARSE_SUBJECT_CALENDAR, "rechazada:" }, { PARSE_SUBJECT_CALENDAR, "rechazado:" },
	{ PARSE_SUBJECT_CALENDAR, "accettato:" }, { PARSE_SUBJECT_CALENDAR, "rifiutato:" },
	{ PARSE_SUBJECT_CALENDAR, "geaccepteerd:" }, { PARSE_SUBJECT_CALENDAR, "afgewezen:" },
	{ PARSE_SUBJECT_CALENDAR, "aceito:" }, { PARSE_SUBJECT_CALENDAR, "recusado:" },
	{ PARSE_SUBJECT_CALENDAR, "accepterat:" }, { PARSE_SUBJECT_CALENDAR, "avböjt:" },
};

/* How Lotus Notes ends the subject of a note. */
static const char *const absent_ends[] = {
	"is out of the office.", "ist nicht im büro.", "ist außer haus.", "ist nicht im hause.",
	"est absent(e).", "est absent.", "est absente.",
	"está fuera de la oficina.", "está ausente de la oficina.",
	"è fuori ufficio.", "is niet op kantoor.", "is afwezig.",
	"está fora do escritório.", "är inte på kontoret.",
	"ist abwesend.", "er ikke på kontoret.", "è fuori sede.", "è assente.",
	"jest poza biurem.", "ei ole toimistossa.",
};
/* clang-format on */

/* The phrases by their first three bytes, in a chain each. */
#define N_CHAINS 1024

static struct {
	gint16 first[N_CHAINS];
	gint16 next[G_N_ELEMENTS(phrases)];
	guint8 length[G_N_ELEMENTS(phrases)];
} chains;

static guint chain_of(const char *p)
{
	guint hash = (guchar)p[0];

	hash = hash * 33 + (guchar)p[1];
	hash = hash * 33 + (guchar)p[2];
	return hash % N_CHAINS;
}

static void build_chains(void)
{
	static gsize built;

	if (!g_once_init_enter(&built))
		return;
	memset(&chains, -1, sizeof(chains));
	for (gint16 i = G_N_ELEMENTS(phrases) - 1; i >= 0; i--) {
		guint chain = chain_of(phrases[i].text);

		chains.next[i] = chains.first[chain];
		chains.first[chain] = i;
		chains.length[i] = (guint8)strlen(phrases[i].text);
	}
	g_once_init_leave(&built, 1);
}

/* U+2019, which stands for an apostrophe, and U+00A0. */
static gsize fold_special(const char *p, gsize left, char *out)
{
	if (left >= 3 && !memcmp(p, "\342\200\231", 3)) {
		*out = '\'';
		return 3;
	}
	if (left >= 2 && !memcmp(p, "\302\240", 2)) {
		*out = ' ';
		return 2;
	}
	return 0;
}

void parse_signs_fold(const char *text, gsize length, GString *folded,
		      GString *clean)
{
	const char *end = text + length;
	guint newlines = 0;
	bool blank = false;
	char *lower, *same;
	gsize n = 0;

	g_string_set_size(folded, length + 1);
	g_string_set_size(clean, length + 1);
	lower = folded->str;
	same = clean->str;
	for (const char *p = text; p < end;) {
		char c = *p;
		gsize special = (guchar)c >= 0x80
				    ? fold_special(p, (gsize)(end - p), &c)
				    : 0;

		p += special ? special : 1;
		if (c == ' ' || (c >= '\t' && c <= '\r') || !c) {
			newlines += c == '\n';
			blank = true;
			continue;
		}
		if (blank && n) {
			lower[n] = same[n] = newlines > 1 ? '\n' : ' ';
			n++;
		}
		blank = false;
		newlines = 0;
		same[n] = c;
		/* Capitals of Latin-1 are U+00C0 to U+00DE. */
		if (n && same[n - 1] == '\303' && (guchar)c >= 0x80 &&
		    (guchar)c <= 0x9e && (guchar)c != 0x97)
			c = (char)((guchar)c + 0x20);
		lower[n++] = g_ascii_tolower(c);
	}
	g_string_truncate(folded, n);
	g_string_truncate(clean, n);
}

static bool is_letter(char c)
{
	return g_ascii_isalnum(c) || (guchar)c >= 0x80;
}

/* The signs of the phrases that begin here; one place, one of a sort. */
static void find_here(const char *p, gsize at, struct parse_signs *out)
{
	guint seen = 0;

	for (gint16 i = chains.first[chain_of(p)]; i >= 0; i = chains.next[i]) {
		enum parse_sign sign = phrases[i].sign;

		if (seen & (1u << sign) ||
		    strncmp(p, phrases[i].text, chains.length[i]))
			continue;
		seen |= 1u << sign;
		if (!out->n[sign]++)
			out->at[sign] = at;
	}
}

void parse_signs_find(const GString *folded, struct parse_signs *out)
{
	bool within = false; /* a word */

	build_chains();
	*out = (struct parse_signs){ .n = { 0 } };
	for (gsize at = 0; at + 2 < folded->len; at++) {
		if (!within)
			find_here(folded->str + at, at, out);
		within = is_letter(folded->str[at]);
	}
}

/* Lists set their name before the subject: "[Talk] Ann is out ..." */
static const char *skip_tag(const char *subject)
{
	const char *close = *subject == '[' ? strchr(subject, ']') : NULL;

	return close ? close + 1 + strspn(close + 1, " ") : subject;
}

enum parse_subject parse_subject_sort(const char *subject, GString *folded,
				      GString *clean)
{
	const char *start = skip_tag(subject);

	parse_signs_fold(start, strnlen(start, SUBJECT_MAX), folded, clean);
	for (guint i = 0; i < G_N_ELEMENTS(starts); i++) {
		if (g_str_has_prefix(folded->str, starts[i].text))
			return starts[i].sort;
	}
	for (guint i = 0; i < G_N_ELEMENTS(absent_ends); i++) {
		if (g_str_has_suffix(folded->str, absent_ends[i]))
			return PARSE_SUBJECT_ABSENT;
	}
	return PARSE_SUBJECT_PLAIN;
}
