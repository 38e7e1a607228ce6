// A few hundred emoji: each with its short name and words in English, then words in Portuguese, the first of which is
// its name there. Words that belong together have a _.
export const categories = {
  faces: `😀 grinning smile happy|sorridente sorriso feliz
😃 smiley happy joy|sorriso_aberto feliz alegre
😄 smile happy laugh|sorriso feliz rindo
😁 grin beaming teeth|sorrisão dentes
😆 laughing haha lol|gargalhada rindo
😅 sweat_smile relief phew|sorriso_suado alívio ufa
🤣 rofl rolling laugh lol|rolando_de_rir kkk rindo
😂 joy tears laugh lol|chorando_de_rir kkk lágrimas
🙂 slight_smile ok|sorrisinho
🙃 upside_down silly irony|de_cabeça_para_baixo ironia
😉 wink joke|piscadinha piscar
😊 blush shy happy|corado feliz tímido
😇 innocent angel halo|anjinho inocente santo
🥰 loving hearts adore|apaixonado corações carinho
😍 heart_eyes love|olhos_de_coração amor apaixonado
🤩 star_struck wow stars|deslumbrado estrelas uau
😘 kiss blow love|beijo mandando_beijo
😋 yum tasty delicious|delícia gostoso saboroso
😛 tongue silly|língua
😜 winking_tongue crazy|piscando_com_língua brincando
🤪 zany crazy goofy|maluco doido
😎 cool sunglasses|legal óculos_escuros
🤓 nerd glasses geek|nerd óculos
🧐 monocle curious|monóculo curioso
🥳 partying celebrate birthday|comemorando festa aniversário
🤗 hug hugging|abraço
🤭 oops giggle hand_over_mouth|opa risadinha mão_na_boca
🤫 shush quiet secret|silêncio segredo quieto
🤔 thinking hmm|pensando dúvida
🫡 salute yes_sir|continência sim_senhor
🤐 zipper_mouth secret|boca_fechada segredo
🤨 raised_eyebrow doubt|desconfiado sobrancelha
😐 neutral meh|neutro
😑 expressionless blank|sem_expressão
😶 no_mouth silent|sem_boca calado
😏 smirk|sorriso_malicioso
😒 unamused bored|chateado tédio
🙄 rolling_eyes whatever|revirando_os_olhos
😬 grimace awkward|careta constrangido
😌 relieved calm peace|aliviado calmo paz
😔 pensive sad|pensativo triste
😪 sleepy tired|com_sono cansado
🤤 drool hungry|babando fome
😴 sleeping zzz|dormindo sono
😷 mask sick|máscara doente
🤒 fever thermometer ill|febre termômetro doente
🤕 bandage hurt|machucado curativo
🤢 nauseated sick|enjoado nojo
🤮 vomit sick|vômito nojo
🤧 sneeze cold|espirro resfriado
🥵 hot heat|calor quente
🥶 cold freezing|frio congelando
😵 dizzy|tonto
🤯 mind_blown wow|mente_explodindo uau
🤠 cowboy|caubói
😕 confused|confuso
😟 worried|preocupado
🙁 frown sad|triste chateado
😮 open_mouth wow surprise|boca_aberta surpresa
😲 astonished shocked|espantado chocado
😳 flushed embarrassed|envergonhado vermelho
🥺 pleading please puppy|suplicando por_favor
😨 fearful scared|medo assustado
😰 anxious sweat|ansioso suor
😥 disappointed_relieved sad|triste_mas_aliviado
😢 cry sad tear|choro triste lágrima
😭 sob crying loud|chorando_muito choro
😱 scream fear|grito medo
😖 confounded|frustrado
😞 disappointed sad|decepcionado
😩 weary tired|exausto cansado
🥱 yawn bored|bocejo sono
😤 triumph huff|bufando
😡 rage angry|raiva bravo furioso
😠 angry mad|zangado bravo
🤬 cursing swear|xingando palavrão
😈 devil imp|diabinho
💀 skull dead|caveira morto
💩 poop|cocô
🤡 clown|palhaço
👻 ghost boo|fantasma
👽 alien|alienígena et
🤖 robot bot|robô
😺 smiley_cat|gato_sorrindo
😹 joy_cat|gato_rindo
😻 heart_eyes_cat|gato_apaixonado
🙈 see_no_evil monkey|macaco_não_vê
🙉 hear_no_evil monkey|macaco_não_ouve
🙊 speak_no_evil monkey|macaco_não_fala`,
  people: `👋 wave hello bye|aceno oi tchau olá
✋ raised_hand stop|mão pare
🖖 vulcan spock|vulcano
👌 ok_hand perfect|ok perfeito
🤌 pinched_fingers italian|dedos_juntos
🤏 pinch small|pouquinho
✌️ victory peace|vitória paz
🤞 fingers_crossed luck|dedos_cruzados sorte
🤟 love_you hand|te_amo mão
🤘 metal rock horns|rock chifres
🤙 call_me shaka|me_liga hang_loose
👈 point_left|esquerda apontar
👉 point_right|direita apontar
👆 point_up|cima apontar
👇 point_down|baixo apontar
👍 thumbs_up yes good like +1|joinha sim legal curtir
👎 thumbs_down no bad dislike -1|não_curti ruim
✊ fist|punho
👊 punch bump|soco
👏 clap applause bravo|palmas aplauso parabéns
🙌 raised_hands hooray|mãos_para_cima viva
👐 open_hands|mãos_abertas
🤝 handshake deal|aperto_de_mão acordo
🙏 pray please thanks|rezando por_favor obrigado gratidão
✍️ writing|escrevendo
💪 muscle strong flex|força músculo
🧠 brain smart|cérebro inteligente
👀 eyes look|olhos olhando
👅 tongue_out|língua_de_fora
👄 mouth lips|boca
👶 baby|bebê
🧒 child kid|criança
👦 boy|menino garoto
👧 girl|menina garota
👨 man|homem
👩 woman|mulher
👴 old_man grandpa|vovô idoso
👵 old_woman grandma|vovó idosa
🙋 raising_hand question|levantando_a_mão pergunta eu
🤦 facepalm|mão_na_testa vergonha
🤷 shrug dunno|sei_lá tanto_faz
🙇 bow sorry|reverência desculpa
🧑‍🎓 student graduate|estudante formatura
🧑‍🏫 teacher|professor professora
🧑‍🍳 cook chef|cozinheiro
🧑‍💻 coder technologist|programador computador
🧑‍🔧 mechanic|mecânico
🧑‍🚀 astronaut|astronauta
👮 police officer|policial
🥷 ninja|ninja
👸 princess|princesa
🎅 santa christmas|papai_noel natal
🦸 superhero|super_herói
🧙 mage wizard|mago bruxo
🧟 zombie|zumbi
💃 dancer woman|dançarina dança
🕺 dancing man|dançarino dança
👯 dancers party|dançarinas
🚶 walking|andando
🏃 running run|correndo corrida
👪 family|família
💋 kiss_mark lips|marca_de_beijo
❤️ heart love red|coração amor vermelho
🧡 orange_heart|coração_laranja
💛 yellow_heart|coração_amarelo
💚 green_heart|coração_verde
💙 blue_heart|coração_azul
💜 purple_heart|coração_roxo
🖤 black_heart|coração_preto
🤍 white_heart|coração_branco
💔 broken_heart|coração_partido
💕 two_hearts|dois_corações
💖 sparkling_heart|coração_brilhante
💘 cupid arrow|coração_flechado
💝 gift_heart|coração_de_presente
💌 love_letter|carta_de_amor
💯 hundred 100 perfect|cem nota_dez
💢 anger|irritação raiva
💥 boom explosion|explosão
💫 dizzy_star|tonteira estrela
💦 sweat_drops water|gotas água
💨 dash wind fast|vento rápido
💬 speech_bubble chat|balão_de_fala papo conversa
💭 thought|pensamento
💤 zzz sleep|sono zzz`,
  nature: `🐶 dog puppy|cachorro cão
🐱 cat kitten|gato
🐭 mouse_face|rato camundongo
🐹 hamster|hamster
🐰 rabbit bunny|coelho
🦊 fox|raposa
🐻 bear|urso
🐼 panda|panda
🐨 koala|coala
🐯 tiger|tigre
🦁 lion|leão
🐮 cow|vaca
🐷 pig|porco
🐸 frog|sapo
🐵 monkey_face|macaco
🐔 chicken|galinha frango
🐧 penguin|pinguim
🐦 bird|pássaro ave
🐤 chick|pintinho
🦆 duck|pato
🦅 eagle|águia
🦉 owl|coruja
🦇 bat|morcego
🐺 wolf|lobo
🐴 horse|cavalo
🦄 unicorn|unicórnio
🐝 bee honey|abelha
🐛 bug caterpillar|lagarta bug inseto
🦋 butterfly|borboleta
🐌 snail slow|caracol lento
🐞 ladybug|joaninha
🐜 ant|formiga
🕷️ spider|aranha
🐢 turtle|tartaruga
🐍 snake|cobra
🦎 lizard|lagarto
🦖 t_rex dinosaur|dinossauro
🐙 octopus|polvo
🦀 crab|caranguejo
🐠 fish tropical|peixe
🐬 dolphin|golfinho
🐳 whale|baleia
🦈 shark|tubarão
🐊 crocodile|jacaré
🦓 zebra|zebra
🐘 elephant|elefante
🦒 giraffe|girafa
🐑 sheep|ovelha
🦙 llama|lhama
🐐 goat|cabra
🦜 parrot|papagaio arara
🦥 sloth|preguiça
🐾 paws|patas
🌵 cactus|cacto
🎄 christmas_tree|árvore_de_natal
🌲 evergreen tree|pinheiro árvore
🌳 tree|árvore
🌴 palm beach|palmeira praia
🌱 seedling plant|broto planta
🍀 four_leaf luck|trevo sorte
🍁 maple_leaf autumn|folha outono
🌹 rose flower|rosa flor
🌻 sunflower|girassol
🌸 cherry_blossom flower|flor_de_cerejeira
🌼 blossom flower ipe|flor ipê
💐 bouquet flowers|buquê flores
🍄 mushroom|cogumelo
🌍 earth world globe|terra mundo
🌙 moon night|lua noite
☀️ sun sunny|sol ensolarado
⭐ star|estrela
✨ sparkles shine|brilho
🌈 rainbow|arco_íris
☁️ cloud|nuvem
🌧️ rain|chuva
⛈️ storm thunder|tempestade trovão
⚡ zap lightning|raio energia
❄️ snowflake cold|floco_de_neve frio
⛄ snowman|boneco_de_neve
🔥 fire hot|fogo
💧 droplet water|gota água
🌊 ocean sea|onda mar`,
  food: `🍎 apple red|maçã
🍌 banana|banana
🍊 orange tangerine|laranja tangerina
🍋 lemon|limão
🍇 grapes|uva
🍉 watermelon|melancia
🍓 strawberry|morango
🍒 cherries|cereja
🍍 pineapple|abacaxi
🥭 mango|manga
🥥 coconut|coco
🥑 avocado|abacate
🍅 tomato|tomate
🥕 carrot|cenoura
🌽 corn|milho
🌶️ pepper hot chili|pimenta
🥔 potato|batata
🧅 onion|cebola
🍞 bread|pão
🥐 croissant|croissant
🧀 cheese|queijo
🥚 egg|ovo
🥓 bacon|bacon
🥞 pancakes|panquecas
🍗 chicken_leg|coxa frango
🥩 steak meat|carne bife churrasco
🍔 burger hamburger|hambúrguer
🍟 fries|batata_frita
🍕 pizza|pizza
🌭 hot_dog|cachorro_quente
🥪 sandwich|sanduíche
🌮 taco|taco
🍝 spaghetti pasta|macarrão massa
🍜 noodles ramen soup|miojo sopa
🍲 stew pot|ensopado feijoada
🥗 salad|salada
🍿 popcorn movie|pipoca cinema
🍚 rice|arroz
🍣 sushi|sushi
🍦 ice_cream|sorvete
🍩 donut|rosquinha
🍪 cookie|biscoito bolacha
🎂 birthday cake|bolo aniversário
🍰 cake slice|fatia_de_bolo torta
🧁 cupcake|bolinho
🍫 chocolate|chocolate
🍬 candy|bala doce
🍭 lollipop|pirulito
🍯 honey|mel
☕ coffee tea hot|café chá
🍵 tea|chá
🧉 mate|chimarrão mate
🧃 juice_box|suco
🥤 soda drink|refrigerante
🍺 beer|cerveja chope
🍻 cheers beers|brinde saúde
🥂 toast champagne|champanhe brinde
🍷 wine|vinho
🍹 tropical_drink|caipirinha drinque
🍽️ plate dinner|prato jantar almoço`,
  things: `⚽ soccer football ball|futebol bola gol
🏀 basketball|basquete
🏐 volleyball|vôlei
🎾 tennis|tênis
🏓 ping_pong|pingue_pongue
🥋 judo karate|judô caratê
🏊 swim|natação nadar
🏄 surf|surfe
🚴 bike cycling|ciclista bicicleta
🏆 trophy win|troféu campeão
🥇 gold first|ouro primeiro
🎮 video_game play|videogame jogo jogar
🎲 dice game|dado jogo
♟️ chess|xadrez
🎯 dart target|alvo acertou
🎨 art paint|arte pintura
🎭 theater|teatro
🎤 microphone sing|microfone cantar karaokê
🎧 headphones music|fones música
🎵 music note|música nota
🎸 guitar|guitarra violão
🥁 drum samba|tambor bateria
🎬 clapper film|filme claquete
🎁 gift present|presente
🎈 balloon|balão bexiga
🎉 party tada congratulations|festa parabéns
🎊 confetti|confete carnaval
🎓 graduation|formatura
🚗 car|carro
🚕 taxi|táxi
🚌 bus|ônibus
🚑 ambulance|ambulância
🚒 fire_engine|bombeiro
🚲 bicycle|bicicleta
🏍️ motorcycle|moto
🚂 train|trem
🚇 metro|metrô
✈️ airplane plane travel|avião viagem
🚀 rocket launch|foguete
⛵ sailboat|barco veleiro
🏠 house home|casa
🏫 school|escola
🏥 hospital|hospital
🏢 office|escritório prédio
🏖️ beach|praia
⛰️ mountain|montanha
🏕️ camping|acampamento
🗺️ map|mapa
⏰ alarm clock|despertador relógio
⏳ hourglass wait|ampulheta esperar
📱 phone mobile|celular telefone
💻 laptop computer|computador notebook
🖥️ desktop screen|monitor tela
🖨️ printer|impressora
📷 camera photo|câmera foto
🎥 movie_camera video|filmadora vídeo
📺 tv|televisão tv
🔋 battery|bateria pilha
🔌 plug|tomada
💡 idea bulb|ideia lâmpada
🔦 flashlight|lanterna
🕯️ candle|vela
💰 money bag|dinheiro
💳 credit_card|cartão
💎 gem diamond|diamante
🔧 wrench fix|chave_inglesa consertar
🔨 hammer|martelo
⚙️ gear settings|engrenagem
🧪 test_tube science|tubo_de_ensaio ciência
🔬 microscope|microscópio
🔭 telescope|telescópio
💊 pill medicine|remédio
💉 syringe vaccine|seringa vacina
🚪 door|porta
🛏️ bed|cama
🚿 shower|chuveiro banho
🧹 broom clean|vassoura limpar
🛒 cart shopping|carrinho compras
✉️ envelope mail|envelope carta email
📦 package box|pacote caixa
📝 memo note|anotação nota
📄 page document|página documento
📚 books study|livros estudar
📖 book read|livro ler
✏️ pencil|lápis
🖊️ pen|caneta
📎 paperclip attach|clipe anexo
📌 pin|alfinete
📅 calendar date|calendário data
📈 chart_up|gráfico_subindo
📉 chart_down|gráfico_descendo
📊 bar_chart|gráfico_de_barras
🔍 search magnify|lupa buscar
🔒 lock|cadeado trancado
🔑 key|chave
👓 glasses|óculos
👕 shirt|camiseta
👟 sneaker shoe|sapato tênis
👑 crown king|coroa rei
💍 ring|anel casamento
☂️ umbrella rain|guarda_chuva
🎒 backpack|mochila`,
  signs: `✅ check done yes|feito certo sim
✔️ check_mark|visto certo
❌ cross no wrong|errado não
❓ question|pergunta dúvida
❗ exclamation|exclamação
⚠️ warning|aviso cuidado
🚫 forbidden no|proibido
⛔ no_entry stop|entrada_proibida pare
🆘 sos help|socorro
🆗 ok|ok_botão
🆕 new|novo
🔴 red_circle|círculo_vermelho
🟡 yellow_circle|círculo_amarelo
🟢 green_circle|círculo_verde
🔵 blue_circle|círculo_azul
⬆️ up arrow|seta_para_cima
⬇️ down arrow|seta_para_baixo
⬅️ left arrow|seta_para_esquerda
➡️ right arrow|seta_para_direita
🔄 refresh again|atualizar de_novo
➕ plus add|mais somar
➖ minus|menos
✖️ times multiply|vezes
♾️ infinity|infinito
♻️ recycle|reciclar
🔔 bell|sino
🔕 no_bell mute|sem_som mudo
📢 loudspeaker announce|alto_falante aviso
🔇 muted|mudo
🏁 finish|chegada fim
🏳️ white_flag|bandeira_branca
🏴‍☠️ pirate|pirata
🏳️‍🌈 rainbow_flag pride|bandeira_arco_íris orgulho
🇧🇷 brazil|brasil
🇵🇹 portugal|portugal
🇦🇷 argentina|argentina
🇺🇾 uruguay|uruguai
🇲🇽 mexico|méxico
🇺🇸 usa|estados_unidos
🇬🇧 uk britain|reino_unido
🇩🇪 germany|alemanha
🇫🇷 france|frança
🇮🇹 italy|itália
🇪🇸 spain|espanha
🇯🇵 japan|japão`,
};
